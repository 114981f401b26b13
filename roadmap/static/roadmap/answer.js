/* Draws an answer: the request as it was sent, the headers, the body. All of it as text, none of it as HTML. */

const HIDDEN = "Bearer …";

/** Fills the box and shows it; gives the box. */
export function draw(answer, box) {
  const parts = document.getElementById("answer").content.cloneNode(true);
  parts.querySelector(".asked code").textContent = asked(answer);
  parts.querySelector(".headers code").textContent = answer.headers.map((pair) => pair.join(": ")).join("\n");
  parts.querySelector(".body code").textContent = pretty(answer.text) || "(no body)";
  box.replaceChildren(parts);
  box.hidden = false;
  return box;
}

function asked({ request, sent, body }) {
  const headers = Object.entries({ ...sent, ...(sent.Authorization && { Authorization: HIDDEN }) });
  const head = [request, ...headers.map((pair) => pair.join(": "))].join("\n");
  return body === undefined ? head : `${head}\n\n${pretty(body)}`;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
