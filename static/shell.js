// What every page says when htmx could not do its work: silence would look like success.
(() => {
  const place = document.getElementById("connection");

  const say = (text, link) => {
    const line = document.createElement("div");
    line.className = "notice notice--warning";
    line.textContent = text;
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link;
      anchor.textContent = place.dataset.signIn;
      line.append(" ", anchor);
    }
    place.replaceChildren(line);
    line.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("htmx:sendError", () => say(place.dataset.lost));
  document.addEventListener("htmx:responseError", (event) => {
    const signIn = event.detail.xhr.getResponseHeader("X-Sign-In");
    if (signIn) say(place.dataset.ended, signIn);
    else say(place.dataset.failed);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) place.replaceChildren();
  });
})();
