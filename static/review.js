// The reviewer's page: reasons put in by a button, and the keyboard. Without it everything works.
(() => {
  "use strict";

  // Ready-made reasons are added to what has been typed.
  const reasons = document.querySelector("[data-reasons]");
  if (reasons) {
    const text = document.getElementById(reasons.dataset.reasons);
    reasons.hidden = false;
    reasons.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      let added = button.dataset.reason;
      if (button.dataset.missing) {
        const items = document.querySelectorAll(`#${button.dataset.missing} > li`);
        added = [...items].map((item) => `— ${item.textContent.trim()}`).join("\n");
      }
      text.value = text.value.trim() ? `${text.value.trimEnd()}\n${added}` : added;
      text.focus();
    });
  }

  // All reports of the page at once.
  const all = document.querySelector("[data-choose-all]");
  if (all) {
    all.closest("label").hidden = false;
    all.addEventListener("change", () => {
      document.querySelectorAll("input[name=chosen]").forEach((box) => {
        box.checked = all.checked;
      });
    });
  }

  // Single keys, which can be turned off (WCAG 2.1.4). By position, so in any layout.
  const keys = document.querySelector(".keys");
  if (!keys) return;
  const STORED = "review-keys";
  const toggle = keys.querySelector("[data-keys-toggle]");
  let isOn = read() !== "off";
  keys.hidden = false;
  draw();
  toggle.addEventListener("click", () => {
    isOn = !isOn;
    try {
      localStorage.setItem(STORED, isOn ? "on" : "off");
    } catch {
      // Without a store the choice holds for this page.
    }
    draw();
  });

  function read() {
    try {
      return localStorage.getItem(STORED);
    } catch {
      return null;
    }
  }

  function draw() {
    toggle.textContent = isOn ? toggle.dataset.on : toggle.dataset.off;
    keys.querySelector("[data-keys-on]").hidden = !isOn;
  }

  function isTyping(target) {
    return target.isContentEditable || target.closest("input, textarea, select") !== null;
  }

  document.addEventListener("keydown", (event) => {
    const modified = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
    if (!isOn || modified || event.repeat || event.isComposing || isTyping(event.target)) return;
    const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
    if (!letter) return;
    if (letter === "r") {
      const text = document.getElementById("id_return_text");
      if (text) {
        event.preventDefault();
        text.focus();
      }
      return;
    }
    const target = document.querySelector(`[data-key~="${letter}"]`);
    if (target && !target.disabled) {
      event.preventDefault();
      target.click();
    }
  });
})();
