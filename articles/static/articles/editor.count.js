/* How much there is to read: words and minutes of the text, words of what is selected. */

import { Extension } from "django-prose-editor/editor"

import { el } from "articles/admin.dialog"

const count = (text) => (text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}’'-]*/gu) || []).length
const put = (sentence, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`%(${name})s`, value.toLocaleString()), sentence)

export const Count = Extension.create({
  name: "count",

  addOptions() {
    return { words: {}, pace: 230 }
  },

  onCreate() {
    const { editor, options: { words, pace } } = this
    const foot = el("p", { class: "articles-count" })
    let all = 0
    const tell = () => {
      const { selection: { from, to, empty }, doc } = editor.state
      const chosen = empty ? 0 : count(doc.textBetween(from, to, " ", " "))
      const minutes = Math.max(1, Math.round(all / pace))
      foot.textContent = chosen ? put(words.countSelected, { words: chosen, all }) : put(words.countAll, { words: all, minutes })
    }
    const recount = () => {
      all = count(editor.getText())
      tell()
    }
    editor.view.dom.after(foot)
    editor.on("update", recount)
    editor.on("selectionUpdate", tell)
    recount()
  },
})
