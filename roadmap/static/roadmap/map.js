/* The map: shows the reader's walk, leads to its next stone, saves it to a file and loads it from one. */

import { exported, imported, onChange, walked } from "./walked.js";

// The slugs of all stones that are set, in the order to walk them.
const order = JSON.parse(document.getElementById("order").textContent);
const told = document.getElementById("told");

function show() {
  const done = new Set(walked());
  for (const sign of document.querySelectorAll(".stone :is(.tick, .by-you)")) {
    sign.hidden = !done.has(sign.closest(".stone").dataset.slug);
  }
  const number = order.filter((slug) => done.has(slug)).length;
  leadOn(order.find((slug) => !done.has(slug)), number);
}

function leadOn(next, number) {
  const start = document.getElementById("start");
  if (!start) return;
  document.getElementById("walked").textContent = number;
  document.getElementById("own-count").hidden = !number;
  if (!next) return;
  start.href = `/topics/${next}/`;
  start.textContent = number ? "Go on to the next stone" : "Start at the first stone";
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([exported()], { type: "application/json" }));
  link.download = "cairn-walk.json";
  link.click();
  URL.revokeObjectURL(link.href);
  told.textContent = "Saved as cairn-walk.json.";
}

async function load(event) {
  const [file] = event.target.files;
  if (!file) return;
  try {
    const number = imported(await file.text(), order);
    told.textContent = `${number} new ${number === 1 ? "stone" : "stones"} from ${file.name}.`;
    show();
  } catch {
    told.textContent = `${file.name} is no saved walk. Nothing has changed.`;
  }
  event.target.value = ""; // The same file may be chosen again.
}

document.getElementById("save").addEventListener("click", save);
document.getElementById("load").addEventListener("change", load);
onChange(show);
show();
