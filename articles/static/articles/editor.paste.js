/* Takes what is pasted or dropped into the text: mended HTML, picture files for the library, and word of what was left out. */

import { Extension, Plugin } from "django-prose-editor/editor"

import { ask } from "articles/admin.ask"
import { button, el } from "articles/admin.dialog"
import { mend } from "articles/editor.mend"
import { withoutTracking } from "articles/editor.mend.links"
import { stripOf } from "articles/editor.strip"

const isPicture = (file) => file.type.startsWith("image/")
const LOST = { pictures: "pastedPictures", foreign: "pastedForeign", links: "pastedLinks", places: "pastedPlaces", extras: "pastedExtras" }

/** Return a place for messages, which screen readers read out, as `show(sentences, isError)`. */
function messages(editor, words) {
  const said = el("div", { role: "status" })
  const dismiss = button("close", () => show([]), { "aria-label": words.dismiss, title: words.dismiss, class: "material-icons" })
  const shown = el("div", { class: "articles-pasted" }, said, dismiss)
  stripOf(editor).append(shown)
  const show = (sentences, isError = false) => {
    shown.classList.toggle("is-said", sentences.length > 0)
    shown.classList.toggle("is-error", isError)
    said.replaceChildren(...sentences.map((sentence) => el("p", {}, sentence)))
  }
  return show
}

/** Return the level of the heading that a place in the document comes under, 1 where there is none. */
function headingAbove(doc, position) {
  let level = 1
  doc.nodesBetween(0, position, (node) => {
    if (node.type.name === "heading") level = node.attrs.level
    return !node.isTextblock
  })
  return level
}

/** Put picture files into the library, one after the other, and then into the text at that place. */
async function takePictures(editor, files, position, { upload, words }, show) {
  if (!upload) return show([words.pastedNoUpload], true)
  let place = position
  const follow = ({ transaction }) => { place = transaction.mapping.map(place) }
  editor.on("transaction", follow)
  const failures = []
  let taken = 0
  for (const file of files) {
    show([words.pastedUploading.replace("%s", file.name || words.addPicture)])
    const data = new FormData()
    data.append("file", file, file.name || "picture.png")
    try {
      const { id, src, alt } = await ask(upload, words, data)
      if (editor.isDestroyed) return
      const attrs = { file: String(id), src, alt: alt || "" }
      editor.commands.insertContentAt(place, { type: "articlePicture", attrs }, { updateSelection: false })
      taken += 1
    } catch (error) {
      failures.push(`${file.name || words.addPicture}: ${error.message}`)
    }
  }
  editor.off("transaction", follow)
  show([...(taken ? [words.pastedUploaded.replace("%s", taken)] : []), ...failures], failures.length > 0)
}

export const Paste = Extension.create({
  name: "articlePaste",

  addOptions() {
    return { upload: "", words: {} }
  },

  addStorage() {
    return { show: () => {} }
  },

  onCreate() {
    this.storage.show = messages(this.editor, this.options.words)
  },

  addProseMirrorPlugins() {
    const { editor, options, storage } = this
    const { words } = options
    let lost = null

    const report = () => {
      const sentences = Object.entries(LOST).filter(([name]) => lost?.[name]).map(([name, sentence]) => words[sentence].replace("%s", lost[name]))
      lost = null
      storage.show(sentences)
    }
    /* Return whether files are what is meant: a document may carry a picture of itself beside its HTML, and a picture
       of another site stays one. */
    const takeFiles = (data, position) => {
      const files = [...(data?.files || [])]
      if (!files.length) return false
      const html = new DOMParser().parseFromString(data.getData("text/html"), "text/html")
      const isDocument = html.body.textContent.trim() || html.querySelector("[data-pm-slice], img[src^='http' i]")
      if (isDocument || data.getData("text/plain").trim()) return false
      const pictures = files.filter(isPicture)
      lost = null
      if (pictures.length) takePictures(editor, pictures, position, options, storage.show)
      else storage.show([words.pastedNoPicture.replace("%s", files[0].name)], true)
      return true
    }

    return [
      new Plugin({
        props: {
          transformPastedHTML: (html, view) => {
            const mended = mend(html, headingAbove(view.state.doc, view.state.selection.from))
            lost = mended.lost
            return mended.html
          },
          transformPastedText: (text) => (/^\s*https?:\/\/\S+\s*$/i.test(text) ? withoutTracking(text.trim()) : text),
          handlePaste: (view, event) => {
            if (takeFiles(event.clipboardData, view.state.selection.from)) return true
            report()
            return false
          },
          handleDrop: (view, event, _slice, isMoved) => {
            if (isMoved) return false
            const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
            if (takeFiles(event.dataTransfer, place ? place.pos : view.state.selection.from)) return true
            report()
            return false
          },
        },
      }),
    ]
  },
})
