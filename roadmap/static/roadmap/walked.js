/* Which stones the reader has walked: a list of slugs, kept in this browser. Knows no page. */

const KEY = "cairn.walked";
const FORMAT = "cairn-walk-1";

let kept = read();

/** The slugs, in the order in which they were walked. */
export function walked() {
  return [...kept];
}

export function mark(slug, isWalked) {
  write(isWalked ? [...new Set([...kept, slug])] : kept.filter((other) => other !== slug));
}

/** The walk as the text of a file. */
export function exported() {
  return JSON.stringify({ format: FORMAT, walked: kept }, null, 2);
}

/** Adds what a file holds, as far as it is `known`; gives how many stones are new. Throws for any other file. */
export function imported(text, known) {
  const { format, walked: slugs } = JSON.parse(text);
  if (format !== FORMAT || !Array.isArray(slugs)) throw new TypeError("no saved walk");
  const fresh = [...new Set(slugs)].filter((slug) => known.includes(slug) && !kept.includes(slug));
  write([...kept, ...fresh]);
  return fresh.length;
}

/** Calls back whenever another tab of this browser has changed the walk. */
export function onChange(show) {
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    kept = read();
    show();
  });
}

function read() {
  try {
    const slugs = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(slugs) ? slugs : [];
  } catch {
    return []; // Storage may be forbidden, or hold what is not ours: the walk then begins anew.
  }
}

function write(slugs) {
  kept = slugs;
  try {
    localStorage.setItem(KEY, JSON.stringify(slugs));
  } catch {
    // Forbidden or full: the walk lasts as long as the page.
  }
}
