// What all parts of the page share: elements, requests, the state, and who wants to hear of a change.
export const state = { values: {}, version: "", drafts: [], problems: [], fault: "", room: {}, start: null };
const listeners = new Map();

export const on = (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]);
export const emit = (event, detail) => (listeners.get(event) ?? []).forEach((each) => each(detail));

// An element: attributes that begin with "on" are listeners, and what is null or false is left out.
export const h = (tag, attributes = {}, ...children) => {
  const made = tag === "svg" || tag === "path" ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && !["list", "form", "class"].includes(name) && typeof value !== "string") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((each) => each !== null && each !== undefined && each !== false));
  return made;
};

export const say = (text, bad = false) => {
  const place = document.getElementById("status");
  if (!place) return; // it has ended
  place.textContent = text;
  place.classList.toggle("bad", bad);
};

export class Refused extends Error {}

export const ask = async (path, body, method) => {
  let answer;
  try {
    answer = await fetch(path, body === undefined ? {} : {
      method: method ?? "POST",
      body: body instanceof Blob ? body : JSON.stringify(body),
      headers: { "Content-Type": body instanceof Blob ? "application/octet-stream" : "application/json" },
    });
  } catch {
    throw new Error("The server of this page has ended. What you typed is kept in this browser: start 'briefing open' again in the same folder.");
  }
  const json = (answer.headers.get("Content-Type") ?? "").includes("json");
  const found = json ? await answer.json() : await answer.text();
  if (!answer.ok) throw new Refused(json ? found.error : found);
  return found;
};

export const key = (path) => path.join(".");
export const at = (value, path) => path.reduce((found, step) => (found === null || typeof found !== "object" ? undefined : found[step]), value);
export const put = (value, path, item) => {
  let place = value;
  path.slice(0, -1).forEach((step, number) => {
    if (place[step] === null || typeof place[step] !== "object") place[step] = typeof path[number + 1] === "number" ? [] : {};
    place = place[step];
  });
  place[path.at(-1)] = item;
};
export const later = (action, wait) => {
  let timer = 0;
  const again = (...given) => { clearTimeout(timer); timer = setTimeout(() => action(...given), wait); };
  again.now = (...given) => { clearTimeout(timer); action(...given); };
  return again;
};
// "savings[2].base" as people count is ["savings", 1, "base"] to us.
export const steps = (dotted) => [...dotted.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map((each) => (each[2] ? Number(each[2]) - 1 : each[1]));
export const many = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

// What is chosen, one change after the other, each made on the room as it is then: another window may have changed it too.
let queue = Promise.resolve();
let pending = 0;
const heardRoom = (room) => { state.room = room; emit("room"); };
export const keepRoom = (changes) => {
  const of = (room) => (typeof changes === "function" ? changes(room) : changes);
  Object.assign(state.room, of(state.room));
  emit("room");
  pending += 1;
  queue = queue.then(async () => {
    let now = null;
    try {
      now = await ask("/api/room", of(await ask("/api/room")));
      say("Saved");
    } catch (error) {
      say(error.message, true);
      try { now = await ask("/api/room"); } catch { /* it is told already */ }
    }
    pending -= 1;
    if (now && !pending) heardRoom(now);
    emit("deck");
  });
  return queue;
};
// What somebody has chosen in another window.
export const watchRoom = async () => {
  const now = await ask("/api/room");
  if (pending || JSON.stringify(now) === JSON.stringify(state.room)) return;
  heardRoom(now);
  emit("deck");
};

// A place to drop a file on, which is a button for everybody who does not drag.
export const drop = (label, help, accept, several, taken) => {
  const input = h("input", { type: "file", accept, multiple: several, id: `file-${label.replace(/\W/g, "")}`, onchange: () => taken([...input.files]) });
  const box = h("div", { class: "drop" }, h("label", { class: "label", for: input.id }, label), h("p", { class: "help" }, help), input);
  box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    taken([...event.dataTransfer.files].slice(0, several ? undefined : 1));
  });
  return box;
};

// A link to a file: what is wrong with it stands on the page and not in a failed download; notices stand there too.
export const download = (attributes, label, told) => {
  const fetching = async (event) => {
    event.preventDefault();
    if (made.getAttribute("aria-busy")) return;
    made.setAttribute("aria-busy", "true");
    told.replaceChildren(h("p", { class: "help" }, "One moment: the file is being made…"));
    try {
      let answer;
      try { answer = await fetch(made.href); } catch { throw new Error("The server of this page has ended: start 'briefing open' again in the same folder."); }
      if (!answer.ok) { const text = await answer.text(); let found = text; try { found = JSON.parse(text).error; } catch { /* a sentence */ } throw new Error(found); }
      const name = decodeURIComponent(/filename\*=UTF-8''(.*)$/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "briefing");
      const url = URL.createObjectURL(await answer.blob());
      h("a", { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60000);
      const notices = JSON.parse(decodeURIComponent(answer.headers.get("X-Notices") ?? "[]"));
      told.replaceChildren(h("p", {}, `${name} is among your downloads.`), notices.length ? h("details", {}, h("summary", {}, `${many(notices.length, "thing")} to know of it`), h("ul", { class: "notices" }, notices.map((each) => h("li", {}, each)))) : "");
    } catch (error) { told.replaceChildren(h("div", { class: "box bad", role: "alert" }, h("p", {}, error.message))); }
    made.removeAttribute("aria-busy");
  };
  const made = h("a", { ...attributes, download: "", onclick: fetching }, label);
  return made;
};

// Send a file, and say how far it is.
export const send = (kind, file, progress) => new Promise((kept, refused) => {
  const request = new XMLHttpRequest();
  request.open("PUT", `/files/${kind}/${encodeURIComponent(file.name)}`);
  request.upload.onprogress = (event) => progress?.(event.loaded / Math.max(1, event.total));
  request.onload = () => {
    let found = {};
    try { found = JSON.parse(request.responseText); } catch { found = { error: request.responseText }; }
    if (request.status === 200 && found.renamed) say(`${file.name} is kept as ${found.name}`);
    if (request.status === 200) kept(found); else refused(new Refused(found.error));
  };
  request.onerror = () => refused(new Error("The file did not arrive: the server of this page has ended."));
  request.send(file);
});
