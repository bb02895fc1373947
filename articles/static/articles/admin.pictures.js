/* Turns a field that holds a picture's key into a thumbnail with the library behind it. */

import { button, el } from "articles/admin.dialog"
import { choosePicture } from "articles/admin.library"

function enhance(input) {
  const data = document.getElementById(`${input.id}_picture`)
  if (!data || input.type === "hidden" || input.id.includes("__prefix__")) return
  const config = JSON.parse(data.textContent)
  const { words } = config
  const label = document.querySelector(`label[for="${input.id}"]`)
  const shown = el("div", { class: "articles-chosen" })
  const choose = button(words.chooseOrUpload, async () => {
    const picture = await choosePicture(config)
    if (picture) show(picture)
  }, { id: `${input.id}_choose`, class: "button" })
  const remove = button(words.removePicture, () => show(null), { class: "button" })

  const show = (picture) => {
    const value = picture ? String(picture.id) : ""
    if (input.value !== value) {
      input.value = value
      input.dispatchEvent(new Event("change", { bubbles: true }))
    }
    remove.hidden = !picture
    shown.replaceChildren(picture
      ? el("figure", {}, el("img", { src: picture.thumbnail, alt: picture.alt, width: 96, height: 96 }), el("figcaption", {}, picture.name))
      : words.noPicture)
    choose.textContent = picture ? words.changePicture : words.chooseOrUpload
  }
  input.type = "hidden"
  label?.setAttribute("for", choose.id)
  choose.setAttribute("aria-describedby", `${input.id}_shown`)
  shown.id = `${input.id}_shown`
  input.after(el("div", { class: "articles-picture" }, shown, el("div", { class: "articles-picture-buttons" }, choose, remove)))
  show(config.chosen)
}

for (const input of document.querySelectorAll("input.articles-picture-key")) enhance(input)
