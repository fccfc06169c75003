// A table that is pasted from a spreadsheet: its columns find their fields by name, and each row becomes an entry.
import { ask, at, emit, h, key, many, put, send, state } from "/static/parts.js";
import { change, flush } from "/static/facts.js";

const plain = (text) => text.trim().toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

// Cells of what a spreadsheet puts on the clipboard, or of a CSV file; quotes hold separators and line ends.
export const cells = (text) => {
  const mark = text.includes("\t") ? "\t" : text.includes(";") ? ";" : ",";
  const rows = [[""]];
  let quoted = false;
  for (let place = 0; place < text.length; place += 1) {
    const letter = text[place];
    const row = rows.at(-1);
    if (quoted) {
      if (letter === '"' && text[place + 1] === '"') { row[row.length - 1] += '"'; place += 1; } else if (letter === '"') quoted = false; else row[row.length - 1] += letter;
    } else if (letter === '"' && row.at(-1) === "") quoted = true;
    else if (letter === mark) row.push("");
    else if (letter === "\n") rows.push([""]);
    else if (letter !== "\r") row[row.length - 1] += letter;
  }
  return rows.map((row) => row.map((each) => each.trim())).filter((row) => row.some(Boolean));
};

const quoted = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const pasted = (spec, path, after) => {
  if (after.querySelector(".paste")) return;
  const fields = spec.kind === "map" ? [] : spec.of.fields.filter((each) => !["list", "map", "record"].includes(each.kind) || each.of?.kind === "text");
  const area = h("textarea", { id: `paste-${key(path)}`, rows: 5, placeholder: spec.kind === "map" ? "2026-01\t380,000\n2026-02\t395,000" : fields.slice(0, 4).map((each) => each.name).join("\t") });
  const told = h("div", { role: "status" });
  const look = () => {
    const rows = cells(area.value);
    if (!rows.length) return [];
    if (spec.kind === "map") return rows.filter((row) => /\d/.test(row[0])).map((row) => [row[0], row[1] ?? ""]);
    const head = rows[0].map((each) => fields.find((one) => [one.name, plain(one.label)].includes(plain(each))));
    const known = head.some(Boolean);
    const columns = known ? head : fields.slice(0, rows[0].length);
    return rows.slice(known ? 1 : 0).map((row) => Object.fromEntries(row.map((text, number) => [columns[number]?.name, columns[number]?.kind === "list" ? text.split(",").map(plain) : text]).filter(([name, text]) => name && text.length)));
  };
  const preview = () => {
    const rows = look();
    const names = spec.kind === "map" ? ["Month", "Value"] : [...new Set(rows.flatMap((row) => Object.keys(row)))];
    told.replaceChildren(rows.length ? h("table", {}, h("thead", {}, h("tr", {}, names.map((each) => h("th", { scope: "col" }, each)))), h("tbody", {}, rows.slice(0, 8).map((row) => h("tr", {}, (Array.isArray(row) ? row : names.map((each) => String(row[each] ?? ""))).map((each) => h("td", {}, each)))))) : "",
      rows.length > 8 ? h("p", { class: "help" }, `and ${rows.length - 8} more`) : "");
    take.disabled = !rows.length;
    take.textContent = rows.length ? `Take ${many(rows.length, "row")}` : "Take";
  };
  const take = h("button", { type: "button", class: "primary", disabled: true, onclick: async () => {
    const rows = look();
    if (spec.kind === "map") rows.forEach(([month, value]) => change([...path, month], value));
    else {
      if (!Array.isArray(at(state.values, path))) put(state.values, path, []);
      for (const row of rows) change([...path, at(state.values, path).length], row);
    }
    box.remove();
    await flush();
    emit("redraw");
  } }, "Take");
  area.addEventListener("input", preview);
  const taken = async () => {
    const [found] = file.files;
    if (!found) return;
    try {
      if (/\.xlsx$/i.test(found.name)) area.value = (await ask("/api/table", { name: (await send("table", found)).name })).map((row) => row.map(quoted).join("\t")).join("\n");
      else area.value = await found.text();
      preview();
    } catch (error) { told.replaceChildren(h("p", { class: "error" }, error.message)); }
  };
  const file = h("input", { type: "file", accept: ".xlsx,.csv,.tsv,.txt", "aria-label": "Or a file: Excel or CSV", onchange: taken });
  const box = h("div", { class: "box paste" }, h("label", { for: area.id, class: "label" }, "Paste rows from a spreadsheet"), h("p", { class: "help" }, spec.kind === "map" ? "The first column is the month, the second its value." : `Headings find their fields: ${fields.map((each) => each.name).join(", ")}.`), area, file, told,
    h("div", { class: "row" }, take, h("button", { type: "button", class: "quiet", onclick: () => box.remove() }, "Cancel")));
  after.append(box);
  area.focus();
};
