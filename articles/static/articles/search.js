/* Titles while one types, for the field of the search page; without this file it is a plain form. */
const form = document.querySelector("form[data-suggest]")
const field = form.querySelector("input[type=search]")
const list = document.createElement("ul")
list.id = "suggestions"
list.className = "search-suggestions"
list.hidden = true
list.setAttribute("role", "listbox")
list.setAttribute("aria-label", form.dataset.label)
form.append(list)
field.setAttribute("role", "combobox")
field.setAttribute("aria-autocomplete", "list")
field.setAttribute("aria-expanded", "false")
field.setAttribute("aria-controls", list.id)

let active = -1
let waiting = 0
let asked = null

const choose = (number) => {
  active = number
  for (const [place, option] of [...list.children].entries()) {
    option.setAttribute("aria-selected", String(place === active))
  }
  if (active < 0) field.removeAttribute("aria-activedescendant")
  else field.setAttribute("aria-activedescendant", list.children[active].id)
}
const show = (isOpen) => {
  list.hidden = !isOpen
  field.setAttribute("aria-expanded", String(isOpen))
  choose(-1)
}
const close = () => {
  clearTimeout(waiting)
  asked?.abort()
  show(false)
}
const fill = (titles, addresses) => {
  list.replaceChildren(...titles.map((title, number) => {
    const option = document.createElement("li")
    option.id = `suggestion-${number}`
    option.setAttribute("role", "option")
    option.textContent = title
    option.dataset.address = addresses[number]
    return option
  }))
  show(titles.length > 0)
}
const ask = async () => {
  asked?.abort()
  const now = new AbortController()
  asked = now
  const typed = field.value
  try {
    const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal: now.signal })
    const [, titles, , addresses] = await answer.json()
    if (now === asked && typed === field.value && document.activeElement === field) fill(titles, addresses)
  } catch {
    if (now === asked) show(false) // the form works as it does without suggestions
  }
}

field.addEventListener("input", () => {
  clearTimeout(waiting)
  if (field.value.trim().length < 2) close()
  else waiting = setTimeout(ask, 150)
})
field.addEventListener("keydown", (event) => {
  const count = list.children.length
  if (list.hidden || event.isComposing) return
  if (event.key === "ArrowDown") choose(active + 1 < count ? active + 1 : -1)
  else if (event.key === "ArrowUp") choose(active < 0 ? count - 1 : active - 1)
  else if (event.key === "Escape") close()
  else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.address)
  else return
  event.preventDefault()
})
list.addEventListener("pointerdown", (event) => event.preventDefault()) // the field keeps the cursor
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]")
  if (option) location.assign(option.dataset.address)
})
field.addEventListener("blur", close)
form.addEventListener("submit", close)
