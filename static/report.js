// The report form: what is typed is kept, on the server or, without a connection, in this browser.
(() => {
  const form = document.getElementById("report");
  if (!form) return;
  const words = document.getElementById("report-texts").dataset;
  const saver = document.getElementById("saved");
  const line = document.getElementById("line");
  const store = `report:${form.dataset.user}:${form.dataset.assignment}`;
  const PAUSE = 1500;
  const AGAIN = 8000;
  let dirty = false; // something typed since the last save was sent
  let saving = false;
  let offline = false;
  let timer = 0;
  let waiting = null; // a button pressed while a save was under way

  form.classList.add("report--live");

  const field = (name) => form.elements.namedItem(name);

  // Signing in elsewhere changes the token; the cookie always has the current one.
  const token = () => {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (found) field("csrfmiddlewaretoken").value = found[1];
    return field("csrfmiddlewaretoken").value;
  };

  const button = (text, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--quiet button--small";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  };

  const say = (text, kind, ...more) => {
    if (!text) return line.replaceChildren();
    const notice = document.createElement("div");
    notice.className = `notice notice--${kind}`;
    notice.append(text, " ", ...more);
    line.replaceChildren(notice);
  };

  // The copy in this browser

  const typed = () => {
    const values = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && (name === "text" || /^c\d+-/.test(name))) values[name] = value;
    }
    return values;
  };
  const same = (one, other) => {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].every((name) => (one[name] || "") === (other[name] || ""));
  };
  const waitingFiles = () =>
    [...form.querySelectorAll(".files__queue li[data-lost]")].map((row) => row.dataset.lost);
  const remember = () => {
    const copy = {
      key: field("key").value, version: field("version").value, values: typed(),
      files: waitingFiles(),
    };
    try {
      localStorage.setItem(store, JSON.stringify(copy));
    } catch {
      // A full or forbidden store: the server's draft remains.
    }
  };
  // What is typed is with the server; the names of files that never arrived are only here.
  const settled = () => (waitingFiles().length ? remember() : forget());
  const forget = () => {
    try {
      localStorage.removeItem(store);
    } catch {
      // nothing was there
    }
  };
  const recall = () => {
    try {
      return JSON.parse(localStorage.getItem(store));
    } catch {
      return null;
    }
  };
  const putBack = (values) => {
    for (const [name, value] of Object.entries(values)) {
      const found = field(name);
      if (found) found.value = value; // a group of radios takes its value too
    }
    changed();
  };
  const restore = () => {
    const copy = recall();
    if (!copy) return;
    if (copy.key === field("key").value && copy.files && copy.files.length) {
      const notice = document.createElement("div");
      notice.className = "notice notice--warning";
      notice.textContent = `${words.notArrived} ${copy.files.join(", ")}.`;
      line.before(notice);
    }
    if (copy.key !== field("key").value || same(copy.values, typed())) return forget();
    if (copy.version === field("version").value && !form.querySelector("#problems")) {
      say(words.restored, "accepted");
      return putBack(copy.values);
    }
    say(
      words.found,
      "warning",
      button(words.restore, () => (say(""), putBack(copy.values))),
      button(words.forget, () => (say(""), forget())),
    );
  };

  // Saving in passing

  const save = () => {
    clearTimeout(timer);
    if (!dirty || saving) return;
    dirty = false;
    saving = true;
    form.dispatchEvent(new CustomEvent("keep"));
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };
  function changed() {
    dirty = true;
    remember();
    later(PAUSE);
  }
  const failed = (text, kind, ...more) => {
    dirty = true;
    offline = true;
    remember();
    say(text, kind, ...more);
  };
  const finished = () => {
    saving = false;
    if (waiting) {
      const pressed = waiting;
      waiting = null;
      if (!offline) form.requestSubmit(pressed);
    } else if (dirty) later(offline ? AGAIN : PAUSE);
  };

  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") changed();
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file" && dirty) later(300);
  });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  form.addEventListener("htmx:configRequest", (event) => {
    const { formData, headers } = event.detail;
    headers["X-CSRFToken"] = token();
    if (formData.has("csrfmiddlewaretoken")) formData.set("csrfmiddlewaretoken", token());
    for (const name of [...formData.keys()]) {
      if (name.startsWith("file-")) formData.delete(name);
    }
  });
  // The page's own messages would say it a second time.
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    form.addEventListener(name, (event) => {
      event.stopPropagation();
      failed(words.offline, "warning");
    });
  }
  form.addEventListener("htmx:responseError", (event) => {
    event.stopPropagation();
    const address = event.detail.xhr.getResponseHeader("X-Sign-In");
    if (!address) return failed(words.failed, "warning");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = words.signIn;
    failed(words.signedOut, "warning", link);
  });
  saver.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== saver) return;
    const outcome = event.detail.xhr.getResponseHeader("X-Draft");
    if (outcome) {
      if (offline) say(outcome === "saved" ? words.back : "", "accepted");
      offline = false;
      if (outcome === "sent") forget();
      if (outcome === "saved" && !dirty) settled();
    }
    finished();
  });
  form.addEventListener("htmx:afterSwap", () => {
    for (const errors of form.querySelectorAll(".errors[id$='_error']")) {
      const input = document.getElementById(errors.id.replace(/_error$/, ""));
      if (input) input.setAttribute("aria-invalid", errors.textContent.trim() ? "true" : "false");
    }
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-discard]")) forget();
  });

  // Sending: once, with a fresh token, after what is under way has ended

  let sending = false;
  form.addEventListener("submit", (event) => {
    if (sending) return event.preventDefault();
    if (form.querySelector(".files__queue li[data-state='going']")) {
      event.preventDefault();
      return say(words.wait, "warning");
    }
    if (navigator.onLine === false) {
      event.preventDefault();
      return failed(words.offline, "warning");
    }
    if (saving) {
      event.preventDefault();
      waiting = event.submitter;
      return undefined;
    }
    clearTimeout(timer);
    token();
    sending = true;
    return undefined;
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });

  window.reportForm = { form, words, token, say, field, remember };
  restore();
})();
