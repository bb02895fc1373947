/* The preview beside the form: what the form holds now, unsaved, as readers would get it on a phone and on a desk. */

import { token } from "articles/admin.ask"
import { button, el, openDialog } from "articles/admin.dialog"

const opener = document.querySelector("[data-preview]")
const words = JSON.parse(document.getElementById("preview-words").textContent)
const WIDTHS = { phone: 390, desktop: 1280 }
const ROOMY = 800 // from this width of the window on, the desktop's width is offered first

/* A copy of the form is sent, so that the form itself stays unsent: nobody takes its text for saved. */
function post(form, target) {
  const field = form.querySelector("[name=csrfmiddlewaretoken]")
  if (field) field.value = token() || field.value
  const copy = el("form", { method: "post", action: form.getAttribute("action") || window.location.href, enctype: "multipart/form-data", target, hidden: true })
  for (const [name, value] of [...new FormData(form), [opener.name, "1"]]) {
    if (typeof value === "string") copy.append(el("input", { type: "hidden", name, value }))
  }
  document.body.append(copy)
  copy.submit()
  copy.remove()
}

function show(target) {
  if (opener.form) post(opener.form, target)
  else window.open(opener.href, target, target === "_blank" ? "noopener" : "")
}

/* Links lead to pages that no frame may show, so they open beside; in-page ones stay. */
function tame(page, close) {
  for (const link of page.querySelectorAll("a[href]")) {
    if (!link.getAttribute("href").startsWith("#")) Object.assign(link, { target: "_blank", rel: "noopener" })
  }
  page.addEventListener("keydown", (event) => event.key === "Escape" && close())
}

function choices(shown, choose) {
  const set = el("fieldset", { class: "articles-preview-widths" }, el("legend", { class: "articles-unseen" }, words.previewWidth))
  for (const [name, label] of [["phone", words.previewPhone], ["desktop", words.previewDesktop]]) {
    const radio = el("input", {
      type: "radio", name: "preview-width", checked: name === shown, autofocus: name === shown, onchange: () => choose(name),
    })
    set.append(el("label", {}, radio, ` ${label} (${WIDTHS[name]} px)`))
  }
  return set
}

function open() {
  let watcher
  openDialog(words.previewTitle, (close) => {
    const frame = el("iframe", { name: "articles-preview", title: words.previewTitle })
    const room = el("div", { class: "articles-preview-room" }, frame)
    const status = el("p", { class: "articles-help", role: "status" })
    let width = WIDTHS[window.innerWidth >= ROOMY ? "desktop" : "phone"]
    const fit = () => {
      const scale = Math.min(1, room.clientWidth / width)
      Object.assign(frame.style, { width: `${width}px`, height: `${room.clientHeight / scale}px`, transform: `scale(${scale})` })
      frame.style.marginInlineStart = `${Math.max(0, (room.clientWidth - width * scale) / 2)}px`
    }
    const choose = (name) => {
      width = WIDTHS[name]
      fit()
    }
    const refresh = () => {
      status.textContent = words.previewLoading
      show(frame.name)
    }
    frame.addEventListener("load", () => {
      const page = frame.contentDocument // null for what may not be shown in a frame, such as the login page
      if (page?.URL === "about:blank") return
      if (!page) status.textContent = words.previewFailed
      else {
        status.textContent = opener.form ? words.previewShown : ""
        tame(page, close)
      }
    })
    watcher = new ResizeObserver(fit)
    watcher.observe(room)
    requestAnimationFrame(refresh)
    const bar = el("div", { class: "articles-preview-bar" }, choices(width === WIDTHS.phone ? "phone" : "desktop", choose), status)
    return {
      content: [bar, room],
      buttons: [
        button(words.previewRefresh, refresh),
        button(words.previewNewTab, () => show("_blank")),
        button(words.close, () => close(), { class: "articles-main-button" }),
      ],
    }
  }, "articles-preview-dialog").then(() => watcher.disconnect())
}

opener?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  open()
})
