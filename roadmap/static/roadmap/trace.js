/* What happened inside, as Explain recorded it: a timeline to look at, a table to listen to, each statement in full. */

/** The drawn trace of an answer, or a line that says why there is none. */
export async function trace({ id, status }) {
  const response = await fetch(`/explain/${encodeURIComponent(id)}/`, { headers: { Accept: "application/json" } });
  if (!response.ok) return line("What happened inside was not recorded.");
  return drawn(await response.json(), status);
}

function drawn(explained, status) {
  const section = document.getElementById("trace").content.cloneNode(true);
  const statements = explained.steps.filter((step) => step.kind === "sql");
  section.querySelector("h4 span").textContent =
    `${status} · ${statements.length} SQL statement${statements.length === 1 ? "" : "s"} · ${shown(explained.milliseconds)} ms`;
  section.querySelector("ol").append(...explained.steps.map((step) => bar(step, explained.milliseconds)));
  section.querySelector("tbody").append(...explained.steps.map(row));
  section.querySelector(".statements").append(...statements.map(statement));
  section.querySelector(".topics").append(...topics(explained.topics));
  return section;
}

function bar(step, total) {
  const item = element("li", [element("span", [label(step)]), document.createElement("i")]);
  if (step.kind === "sql") item.className = "sql";
  // Set by script: the page's policy allows no style in the markup.
  item.style.setProperty("--from", percent(step.at, total));
  item.style.setProperty("--share", percent(step.milliseconds, total));
  item.style.setProperty("--depth", step.depth);
  return item;
}

function row(step) {
  const name = element("th", [title(step)]);
  name.scope = "row";
  return element("tr", [name, ...[step.kind, shown(step.at), shown(step.milliseconds)].map((text) => element("td", [text]))]);
}

/** What a step is called where there is little room: its full name stands in the table. */
function label(step) {
  return step.kind === "sql" ? short(step.detail.sql) : title(step).replace(/^(?:\w+\.)+(?=\w+\.\w+)/, "");
}

function title({ kind, name, detail }) {
  if (kind === "sql") return short(detail.sql);
  if (kind === "permission") return `${name}: ${detail.allowed ? "allowed" : "refused"}`;
  return name;
}

function statement({ milliseconds, detail }) {
  const rows = Number.isInteger(detail.rows) ? `, ${detail.rows} row${detail.rows === 1 ? "" : "s"}` : "";
  const summary = element("summary", [`${short(detail.sql)} (${shown(milliseconds)} ms${rows})`]);
  const plan = detail.plan?.length ? [block(["Plan:", ...detail.plan].join("\n"))] : [];
  return element("details", [summary, block(detail.sql), ...plan]);
}

function topics(found) {
  if (!found.length) return [line("No marked code ran.")];
  const links = found.map(({ slug, title: words }) => {
    const link = element("a", [words]);
    link.href = `/topics/${slug}/`;
    return element("li", [link]);
  });
  return [line("Topics that ran:"), element("ul", links)];
}

function block(text) {
  const pre = element("pre", [element("code", [text])]);
  pre.className = "block";
  return pre;
}

function line(text) {
  const paragraph = element("p", [text]);
  paragraph.className = "hint";
  return paragraph;
}

function element(name, children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/** The verb of a statement, and the table that it is about: not that of a select within it, unless there is no other. */
function short(sql) {
  const table = tableOf(outer(sql)) ?? tableOf(sql);
  return table ? `${sql.match(/\w+/)} … ${table}` : sql.slice(0, 40);
}

function tableOf(sql) {
  return sql.match(/\b(?:FROM|INTO|UPDATE)\s+["`]?(\w+)/)?.[1];
}

/** The statement with `?` for each text and for all that stands in parentheses, from the innermost out. */
function outer(sql) {
  let rest = sql.replace(/'[^']*'/g, "?");
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(/\([^()]*\)/g, "?");
  }
  return rest;
}

function shown(milliseconds) {
  return milliseconds.toFixed(1);
}

function percent(part, whole) {
  return `${Math.min(100, (100 * part) / (whole || 1))}%`;
}
