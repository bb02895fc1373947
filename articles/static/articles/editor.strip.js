/* The strip under the toolbar: it stays in view while the text scrolls, and holds messages and the find bar. */

import { el } from "articles/admin.dialog"

/** Return the editor's strip, made when it is first asked for. */
export function stripOf(editor) {
  const bar = editor.storage.menu.dom
  const present = bar.parentElement.querySelector(":scope > .articles-strip")
  if (present) return present
  const strip = el("div", { class: "articles-strip" })
  bar.after(strip)
  const follow = () => strip.style.setProperty("--below", getComputedStyle(bar).position === "sticky" ? `${bar.offsetHeight}px` : "0px")
  new ResizeObserver(follow).observe(bar)
  return strip
}
