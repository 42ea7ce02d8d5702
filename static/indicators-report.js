// The report on indicators: every value is kept while it is typed, and nobody loses the place.
// The rules speak on the server; here fields are only filled, marked and sent again.
(() => {
  const form = document.getElementById("report");
  if (!form || !form.classList.contains("asks")) return;
  const AGAIN = 8000;
  const unsaved = new Map(); // row → how often it has been typed in since it was saved
  const going = new Map(); // row → that count when its request left

  const rowOf = (element) => element.closest && element.closest(".ask");
  const field = (name) => form.elements.namedItem(name);
  const saved = () => document.getElementById("saved");
  const say = (text) => {
    if (saved()) saved().textContent = text;
  };

  // Signing in elsewhere changes the token; the cookie always has the current one.
  form.addEventListener("htmx:configRequest", (event) => {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (found) event.detail.headers["X-CSRFToken"] = found[1];
  });

  form.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    unsaved.set(row, (unsaved.get(row) || 0) + 1);
    say(form.dataset.unsaved);
  });

  // Enter goes to the next field, as in a table; what was typed is kept anyway.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".ask input:not([type='radio'])")) return;
    event.preventDefault();
    const fields = [...form.querySelectorAll(".ask input:not([type='hidden'])")];
    const shown = fields.filter((input) => input.checkVisibility());
    const next = shown[shown.indexOf(event.target) + 1];
    if (!next) return;
    next.focus();
    if (next.type === "text") next.select();
  });

  form.addEventListener("htmx:beforeSend", (event) => {
    const row = rowOf(event.detail.elt);
    if (row) going.set(row, unsaved.get(row) || 0);
  });

  form.addEventListener("htmx:afterRequest", (event) => {
    const row = rowOf(event.detail.elt);
    if (!row) return undefined;
    if (event.detail.successful) {
      if (going.get(row) === (unsaved.get(row) || 0)) unsaved.delete(row);
      if (unsaved.size) say(form.dataset.unsaved);
      return undefined;
    }
    unsaved.set(row, (unsaved.get(row) || 0) + 1);
    if (event.detail.xhr.status === 401) return say(form.dataset.unsaved); // shell.js: sign in
    say(form.dataset.lost);
    setTimeout(() => again(row), AGAIN);
    return undefined;
  });

  const again = (row) => {
    if (unsaved.has(row)) row.dispatchEvent(new Event("input", { bubbles: true }));
  };
  window.addEventListener("online", () => [...unsaved.keys()].forEach(again));

  // Values that came from elsewhere: a shared denominator, last period's number, a version.
  document.body.addEventListener("indicators:put", (event) => {
    for (const [name, value] of Object.entries(event.detail.values)) {
      const found = field(name);
      if (found && found !== document.activeElement) found.value = value;
    }
  });

  // What the answer speaks of is marked, and the place for an explanation is opened.
  form.addEventListener("htmx:afterSwap", () => {
    for (const row of form.querySelectorAll(".ask")) {
      const named = new Set(
        [...row.querySelectorAll("[data-field]")].map((line) => line.dataset.field),
      );
      for (const input of row.querySelectorAll("input[id], select[id]")) {
        if (named.has(input.id)) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
      const place = row.querySelector(".ask__reason");
      if ([...named].some((id) => place.querySelector(`#${id}`))) place.open = true;
    }
  });

  let sending = false;
  form.addEventListener("submit", (event) => {
    if (sending) return event.preventDefault();
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (found) field("csrfmiddlewaretoken").value = found[1];
    sending = true;
    return undefined;
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size && !sending) event.preventDefault();
  });

  const problems = document.getElementById("problems");
  if (problems) problems.focus();
})();
