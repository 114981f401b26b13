/* A topic's page: the reader's mark on it, and its buttons. What a button may ask for stands in the page. */

import { draw } from "./answer.js";
import { perform } from "./perform.js";
import { mark, onChange, walked } from "./walked.js";
import { trace } from "./trace.js";

const walk = document.getElementById("walk");

function showWalk() {
  walk.setAttribute("aria-pressed", walked().includes(walk.dataset.slug));
}

if (walk) {
  walk.addEventListener("click", () => {
    mark(walk.dataset.slug, walk.getAttribute("aria-pressed") !== "true");
    showWalk();
  });
  onChange(showWalk);
  showWalk();
}

// roadmap: web.javascript
const allowed = JSON.parse(document.getElementById("allowed")?.textContent ?? "null");

for (const section of document.querySelectorAll(".run")) {
  const told = section.querySelector("[role=status]");
  section.querySelector(".perform")?.addEventListener("click", async ({ target: button }) => {
    if (button.ariaDisabled === "true") return;
    const account = allowed.accounts[section.querySelector("select").value];
    button.ariaDisabled = "true"; // Not `disabled`: that would take the focus from whoever came by keyboard.
    told.textContent = "On its way …";
    try {
      const answer = await perform(allowed.runs[section.dataset.run], account);
      const box = draw(answer, section.querySelector(".answer"));
      told.textContent = `${answer.status} in ${answer.milliseconds} ms.`;
      box.append(await trace(answer));
    } catch (error) {
      told.textContent = `No answer: ${error.message}`;
    } finally {
      button.ariaDisabled = "false";
    }
  });
  section.querySelector(".copy")?.addEventListener("click", async () => {
    await navigator.clipboard.writeText(section.querySelector(".curl").textContent);
    told.textContent = "Copied.";
  });
}
// roadmap: end
