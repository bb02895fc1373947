/* The library of pictures: look for one or upload one, and say what it shows where it is used. */

import { ask, withQuery } from "articles/admin.ask"
import { button, el, field, openDialog } from "articles/admin.dialog"

/** Return the list of pictures with its search, its upload and its "show more"; `choose(picture)` takes the one picked. */
function shelf({ library, upload, words }, choose) {
  const grid = el("ul", { class: "articles-shelf" })
  const status = el("p", { class: "articles-help", role: "status" })
  const search = el("input", { type: "search", autofocus: true })
  const file = el("input", { type: "file", accept: "image/*" })
  const uploadRow = field(words.upload, file, words.uploadHelp)
  let page = 1
  let turn = 0

  const load = async (next) => {
    page = next
    const mine = ++turn
    try {
      const found = await ask(withQuery(library, { q: search.value, page }), words)
      if (mine !== turn) return
      if (page === 1) grid.replaceChildren()
      grid.append(...found.results.map((picture) =>
        el("li", {}, el("button", { type: "button", onclick: () => choose(picture), title: picture.name },
          el("img", { src: picture.thumbnail, alt: picture.alt || picture.name, loading: "lazy", width: 120, height: 120 }),
          el("span", {}, picture.name)))))
      more.hidden = !found.more
      status.textContent = grid.children.length ? "" : words.noneFound
    } catch (error) {
      if (mine === turn) status.textContent = error.message
    }
  }
  const more = button(words.more, () => load(page + 1), { hidden: true })

  let timer
  search.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(load, 200, 1)
  })
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault()
  })
  file.addEventListener("change", async () => {
    if (!file.files.length) return
    uploadRow.fail("")
    status.textContent = words.uploading
    file.disabled = true
    const data = new FormData()
    data.append("file", file.files[0])
    try {
      const picture = await ask(upload, words, data)
      status.textContent = words.uploaded
      choose(picture)
    } catch (error) {
      status.textContent = ""
      file.disabled = false
      file.value = ""
      uploadRow.fail(error.message)
    } finally {
      file.disabled = false
    }
  })
  load(1)
  return el("div", { class: "articles-library" }, ...(upload ? [uploadRow] : []), field(words.searchLibrary, search), grid, status, more)
}

/** Return a promise of the picture chosen from the library, or null. */
export const choosePicture = (config) =>
  openDialog(config.words.choosePicture, (close) => ({
    content: [shelf(config, close)],
    buttons: [button(config.words.cancel, () => close())],
  }), "articles-wide")

/**
 * Return a promise of { picture, alt, decorative, caption } for a use of a picture, or null. `use` holds the present
 * ones when one is edited.
 */
export function describePicture(config, use = {}) {
  const { words } = config
  return openDialog(use.picture ? words.changePicture : words.choosePicture, (close, dialog) => {
    let picture = use.picture || null
    const alt = el("textarea", { rows: 2, maxlength: 500, value: use.alt || "" })
    const decorative = el("input", { type: "checkbox", checked: !!use.decorative })
    const caption = el("textarea", { rows: 2, value: use.caption || "" })
    const altRow = field(words.alt, alt, words.altHelp)
    const image = el("img", { alt: "", class: "articles-preview" })
    const place = el("div")
    const hint = el("div", { class: "articles-alike", role: "status" })
    const details = el("div", { class: "articles-use" }, image, el("div", {},
      hint, altRow, field(words.decorative, decorative, words.decorativeHelp), field(words.caption, caption, words.captionHelp),
      button(words.changePicture, () => browse())))
    const apply = el("button", { type: "submit", class: "articles-main-button" }, words.apply)

    const follow = () => {
      alt.disabled = decorative.checked
      if (decorative.checked) altRow.fail("")
    }
    decorative.addEventListener("change", follow)
    const browse = () => {
      place.replaceChildren(shelf(config, take))
      apply.hidden = true
    }
    const describe = () => {
      image.src = picture.thumbnail || picture.src
      const [other] = picture.alike || []
      hint.replaceChildren(...(other
        ? [el("img", { src: other.thumbnail, alt: "", width: 48, height: 48 }),
          el("p", {}, `${other.sentence} `, button(words.useThat, () => take(other)))]
        : picture.note ? [el("p", {}, picture.note)] : []))
      place.replaceChildren(details)
      apply.hidden = false
      follow()
      setTimeout(() => alt.focus())
    }
    const take = (chosen) => {
      const isOffered = !alt.value || alt.value === picture?.alt
      picture = chosen
      if (isOffered) alt.value = chosen.alt || ""
      if (!caption.value) caption.value = chosen.caption || ""
      describe()
    }
    if (picture) describe()
    else browse()
    return {
      content: [place],
      buttons: [apply, button(words.cancel, () => close())],
      submit: () => {
        if (!picture) return
        if (!decorative.checked && !alt.value.trim()) return altRow.fail(words.leaveEmpty)
        const text = decorative.checked ? "" : alt.value.trim().replace(/\s+/g, " ")
        close({ picture, alt: text, decorative: decorative.checked, caption: caption.value.trim().replace(/\s+/g, " ") })
      },
    }
  }, "articles-wide")
}
