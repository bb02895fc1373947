/* A text field with suggestions, as WAI-ARIA's combobox pattern has it. */

import { el } from "articles/admin.dialog"

let count = 0

/**
 * Give the input suggestions. `search(text)` returns a promise of [{ id, label, note }]; `choose(result)` takes the one
 * picked. Return { close, isOpen, hasActive }.
 */
export function suggest(input, { label, search, choose, none = "", minimum = 1 }) {
  const list = el("ul", { role: "listbox", id: `articles-options-${++count}`, class: "articles-options", "aria-label": label, hidden: true })
  const status = el("p", { class: "articles-help", role: "status" })
  input.after(list, status)
  const attributes = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)
  let results = []
  let active = -1
  let turn = 0
  let timer

  const mark = (index) => {
    active = index
    for (const [i, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(i === index))
      if (i === index) option.scrollIntoView({ block: "nearest" })
    }
    if (index < 0) input.removeAttribute("aria-activedescendant")
    else input.setAttribute("aria-activedescendant", list.children[index].id)
  }
  const close = () => {
    turn += 1
    clearTimeout(timer)
    list.hidden = true
    input.setAttribute("aria-expanded", "false")
    mark(-1)
  }
  const pick = (index) => {
    const result = results[index]
    close()
    choose(result)
  }
  const show = (found) => {
    results = found
    list.replaceChildren(
      ...found.map(({ label: words, note }, index) =>
        el("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false",
          onmousedown: (event) => { event.preventDefault(); pick(index) } },
          words, note ? el("span", { class: "articles-note" }, ` ${note}`) : null),
      ),
    )
    status.textContent = found.length ? "" : none
    list.hidden = !found.length
    input.setAttribute("aria-expanded", String(!!found.length))
    mark(-1)
  }

  input.addEventListener("input", () => {
    clearTimeout(timer)
    const text = input.value.trim()
    if (text.length < minimum) {
      status.textContent = ""
      return close()
    }
    timer = setTimeout(async () => {
      const mine = ++turn
      try {
        const found = await search(text)
        if (mine === turn) show(found)
      } catch (error) {
        if (mine === turn) status.textContent = error.message
      }
    }, 150)
  })
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) mark((active + step + results.length + (active < 0 && step < 0 ? 1 : 0)) % results.length)
    else if (event.key === "Enter" && active >= 0) pick(active)
    else if (event.key === "Escape") close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }, true)
  input.addEventListener("blur", close)
  return { close, isOpen: () => !list.hidden, hasActive: () => active >= 0 }
}
