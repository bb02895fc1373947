/* Turns a line of tag names into tokens; known tags are suggested while one types. */

import { ask, withQuery } from "articles/admin.ask"
import { suggest } from "articles/admin.combobox"
import { button, el } from "articles/admin.dialog"

const key = (name) => name.normalize("NFKC").toLocaleLowerCase()
const tidy = (name) => name.replace(/\s+/g, " ").trim()
const quoted = (name) => (/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)

function enhance(line) {
  const data = document.getElementById(`${line.id}_tags`)
  if (!data || line.type === "hidden") return
  const { names, suggestions, longest, words } = JSON.parse(data.textContent)
  const label = document.querySelector(`label[for="${line.id}"]`)
  const tokens = el("ul", { class: "articles-tokens" })
  const status = el("p", { class: "articles-unseen", role: "status" })
  const input = el("input", { type: "text", id: `${line.id}_new`, maxlength: longest, "aria-describedby": line.getAttribute("aria-describedby") })
  const box = el("div", { class: "articles-tags" }, tokens, el("div", { class: "articles-combobox" }, input), status)

  const write = () => {
    line.value = names.map(quoted).join(", ")
    line.dispatchEvent(new Event("change", { bubbles: true }))
  }
  const draw = () =>
    tokens.replaceChildren(...names.map((name, index) =>
      el("li", {}, el("span", {}, name), button("×", () => {
        names.splice(index, 1)
        draw()
        write()
        input.focus()
      }, { "aria-label": words.removeTag.replace("%s", name) }))))
  const add = (text) => {
    const isQuoted = /^".*"$/.test(text.trim())
    const parts = isQuoted ? [text.trim().slice(1, -1).replaceAll('""', '"')] : text.split(",")
    const known = new Set(names.map(key))
    const fresh = parts.map(tidy).filter((name) => name && !known.has(key(name)) && known.add(key(name)))
    input.value = ""
    if (!fresh.length) return
    names.push(...fresh)
    status.textContent = words.tagsAdded.replace("%s", fresh.join(", "))
    draw()
    write()
  }

  line.type = "hidden"
  label?.setAttribute("for", input.id)
  line.after(box)
  const list = suggest(input, {
    label: words.tags,
    search: async (text) => (await ask(withQuery(suggestions, { q: text }), words)).results.filter(({ label: name }) => !names.map(key).includes(key(name))),
    choose: ({ label: name }) => add(quoted(name)),
  })
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault()
      add(input.value)
      list.close()
    } else if (event.key === "," && !input.value.startsWith('"')) {
      event.preventDefault()
      add(input.value)
      list.close()
    } else if (event.key === "Backspace" && !input.value && names.length) {
      names.pop()
      draw()
      write()
    }
  })
  input.addEventListener("paste", () => setTimeout(() => input.value.includes(",") && add(input.value)))
  /* Later, since a new token moves what stands below, such as the button that is just being clicked. */
  input.addEventListener("blur", () => setTimeout(() => add(input.value), 250))
  input.form?.addEventListener("submit", () => add(input.value), true)
  draw()
}

for (const line of document.querySelectorAll("input.articles-tags-line")) enhance(line)
