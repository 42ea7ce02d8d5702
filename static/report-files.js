// Files of a report go up one by one, photographs made smaller first; each can be retried.
(() => {
  if (!window.reportForm) return;
  const { form, words, token, field, remember } = window.reportForm;
  const LONGEST = 2000;
  const LIGHT = 600 * 1024;
  const queue = [];
  let going = false;

  const smaller = async (file) => {
    if (!/^image\/(jpeg|webp|heic|heif)$/.test(file.type) || !window.createImageBitmap) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      if (scale === 1 && file.size <= LIGHT && !/hei[cf]$/.test(file.type)) return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      if (!made) return file;
      return new File([made], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
    } catch {
      return file; // the server will say what is wrong with it
    }
  };

  const show = (item, state, ...content) => {
    item.row.dataset.state = state;
    const name = document.createElement("span");
    name.textContent = item.file.name;
    item.row.replaceChildren(name, " ", ...content);
  };
  const button = (text, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--quiet button--small";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  };
  const why = (...content) => {
    const made = document.createElement("span");
    made.className = "errors";
    made.append(...content);
    return made;
  };
  const away = (item) => {
    item.row.remove();
    remember();
  };
  // It did not arrive: the same may be tried again.
  const stopped = (item, ...content) => {
    show(item, "stopped", why(...content),
      button(words.retry, () => add(item)),
      button(words.cancel, () => away(item)));
  };
  // It may not be attached: the sentence stays until it has been read.
  const refused = (item, text) => {
    delete item.row.dataset.lost;
    item.row.dataset.state = "refused";
    item.row.replaceChildren(why(text), button(words.seen, () => item.row.remove()));
  };

  const send = (item, file) =>
    new Promise((done) => {
      const bar = document.createElement("progress");
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute("aria-label", item.file.name);
      show(item, "going", bar);
      const data = new FormData();
      for (const name of ["key", "version", "assignment"]) data.append(name, field(name).value);
      data.append("csrfmiddlewaretoken", token());
      data.append("place", item.place);
      data.append(`file-${item.place}`, file, file.name);
      const request = new XMLHttpRequest();
      request.open("POST", form.dataset.upload);
      request.setRequestHeader("HX-Request", "true");
      request.timeout = 10 * 60 * 1000;
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
      });
      request.addEventListener("loadend", () => {
        answered(item, request);
        done();
      });
      request.send(data);
    });

  const answered = (item, request) => {
    if (request.status === 200) {
      const list = document.getElementById(`files-list-${item.place}`);
      window.htmx.swap(list, request.responseText, { swapStyle: "innerHTML" });
      const errors = list.querySelector(".errors");
      if (!errors) return away(item);
      refused(item, errors.textContent.trim());
      errors.remove(); // the next file's answer would take the sentence away
      return remember();
    }
    const address = request.getResponseHeader("X-Sign-In");
    if (!address) return stopped(item, words.notUploaded);
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.textContent = words.signIn;
    return stopped(item, words.signedOut, " ", link);
  };

  const next = async () => {
    if (going || !queue.length) return;
    going = true;
    const item = queue.shift();
    const file = await smaller(item.file);
    if (file.size > Number(words.limit)) refused(item, `▲ ${item.file.name}: ${words.tooLarge}`);
    else await send(item, file);
    going = false;
    next();
  };
  function add(item) {
    show(item, "going");
    item.row.dataset.lost = item.file.name; // until it has arrived
    remember();
    queue.push(item);
    next();
  }

  for (const place of form.querySelectorAll(".place")) {
    const input = place.querySelector("input[type='file']");
    const press = place.querySelector(".files__add button");
    input.classList.add("visually-hidden");
    input.tabIndex = -1;
    press.addEventListener("click", (event) => {
      event.preventDefault();
      input.click();
    });
    input.addEventListener("change", () => {
      for (const file of input.files) {
        const row = document.createElement("li");
        place.querySelector(".files__queue").append(row);
        add({ file, row, place: place.dataset.place });
      }
      input.value = "";
    });
  }
})();
