/* Small pieces of interface: elements, labelled fields, modal dialogs. */

let count = 0

/** Return a new element; `on…` are listeners, other names attributes, null ones left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value)
    else if (name === "value" || name === "checked") node[name] = value
    else if (value === true) node.setAttribute(name, "")
    else if (value != null && value !== false) node.setAttribute(name, value)
  }
  node.append(...children.filter((child) => child != null))
  return node
}

export const button = (label, onclick, attributes = {}) => el("button", { type: "button", onclick, ...attributes }, label)

/** Return a control with its label, help and room for an error: `field.fail("…")` shows one, `field.fail("")` none. */
export function field(label, control, help = "") {
  const id = `articles-field-${++count}`
  control.id = id
  const isTick = control.type === "checkbox"
  const error = el("p", { class: "articles-error", id: `${id}-error`, role: "alert" })
  const hint = help ? el("p", { class: "articles-help", id: `${id}-help` }, help) : null
  control.setAttribute("aria-describedby", [hint && hint.id, error.id].filter(Boolean).join(" "))
  const caption = el("label", { for: id }, label)
  const row = el("div", { class: `articles-field${isTick ? " articles-tick" : ""}` })
  row.append(...(isTick ? [control, caption] : [caption, control]), ...(hint ? [hint] : []), error)
  row.fail = (message) => {
    error.textContent = message
    if (message) control.setAttribute("aria-invalid", "true")
    else control.removeAttribute("aria-invalid")
    if (message) control.focus()
  }
  return row
}

/**
 * Open a modal dialog and return a promise of what `close(value)` is given; null when it is dismissed.
 * `build(close)` returns { content, buttons, submit }: Enter in a field, or the first button, submits.
 */
export function openDialog(title, build, className = "") {
  return new Promise((resolve) => {
    const before = document.activeElement
    let result = null
    const heading = el("h2", { id: `articles-dialog-${++count}` }, title)
    const node = el("dialog", { class: `articles-dialog ${className}`, "aria-labelledby": heading.id })
    const close = (value = null) => {
      result = value
      node.close()
    }
    const { content, buttons, submit } = build(close, node)
    const form = el("form", { method: "dialog", novalidate: true }, heading, ...content)
    form.append(el("div", { class: "articles-dialog-buttons" }, ...buttons))
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      submit?.()
    })
    node.append(form)
    node.addEventListener("close", () => {
      node.remove()
      if (before?.isConnected) before.focus()
      resolve(result)
    })
    document.body.append(node)
    node.showModal()
    node.querySelector("[autofocus]")?.focus()
  })
}
