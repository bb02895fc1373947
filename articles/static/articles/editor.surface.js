/* What surrounds the text: an accessible name, a toolbar for keyboards, and saving by key. */

import { Extension, Plugin } from "django-prose-editor/editor"

function defineButtons({ menu, buttons }, words) {
  const item = (groups, name, button, isActive, act, more = {}) => {
    button.setAttribute("aria-pressed", "false")
    menu.defineItem({ groups, name, button, active: isActive, command: (editor) => act(editor.chain().focus(), editor).run(),
      update: (editor) => button.setAttribute("aria-pressed", String(!!isActive(editor))), ...more })
  }
  const mark = (name, icon, label) =>
    item("styles", name, buttons.material(icon, label), (editor) => editor.isActive(name), (chain) => chain.toggleMark(name))
  for (const level of [2, 3, 4]) {
    item("headings", `heading${level}`, buttons.text(`H${level}`, words[`heading${level}`]),
      (editor) => editor.isActive("heading", { level }), (chain) => chain.toggleHeading({ level }))
  }
  mark("bold", "format_bold", words.bold)
  mark("italic", "format_italic", words.italic)
  mark("subscript", "subscript", words.subscript)
  mark("superscript", "superscript", words.superscript)
  item("lists", "bulletList", buttons.material("format_list_bulleted", words.bulletList),
    (editor) => editor.isActive("bulletList"), (chain) => chain.toggleBulletList())
  item("lists", "orderedList", buttons.material("format_list_numbered", words.orderedList),
    (editor) => editor.isActive("orderedList"), (chain) => chain.toggleOrderedList())
  item("blocks", "blockquote", buttons.material("format_quote", words.blockquote),
    (editor) => editor.isActive("blockquote"), (chain) => chain.toggleBlockquote())

  const simple = (groups, name, icon, label, command, more = {}) =>
    menu.defineItem({ groups, name, button: buttons.material(icon, label), command, ...more })
  simple("blocks", "rule", "horizontal_rule", words.rule, (editor) => editor.chain().focus().setHorizontalRule().run())
  simple("history", "undo", "undo", words.undo, (editor) => editor.commands.undo(), { enabled: (editor) => editor.can().undo() })
  simple("history", "redo", "redo", words.redo, (editor) => editor.commands.redo(), { enabled: (editor) => editor.can().redo() })
  simple("utility", "html", "code", words.html, (editor) => editor.commands.editHTML())
  simple("utility", "fullscreen", "fullscreen", words.fullscreen, (editor) => editor.commands.toggleFullscreen())
}

/* One stop for Tab; arrow keys go from button to button. */
function letArrowsMove(bar, words) {
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", words.toolbar)
  const usable = () => [...bar.querySelectorAll("button:not(.hidden)")]
  const stopAt = (button) => {
    for (const other of bar.querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1
  }
  bar.addEventListener("keydown", (event) => {
    const all = usable()
    const here = all.indexOf(document.activeElement)
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key]
    if (here < 0 || next === undefined) return
    event.preventDefault()
    const button = all[(next + all.length) % all.length]
    stopAt(button)
    button.focus()
  })
  stopAt(usable()[0])
}

/* Ctrl+S presses the button that saves, wherever the cursor is; a dialog that is open is finished first. */
function saveByKey(form) {
  let isSent = false
  form.addEventListener("submit", (event) => setTimeout(() => { isSent = !event.defaultPrevented }))
  window.addEventListener("pageshow", () => { isSent = false })
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return
    event.preventDefault()
    const save = form.querySelector("[data-saves]") || form.querySelector("[name=_save]")
    if (save && !event.repeat && !isSent && !document.querySelector("dialog[open]")) form.requestSubmit(save)
  }, { capture: true })
}

export const Surface = Extension.create({
  name: "surface",

  addOptions() {
    return { words: {} }
  },

  addMenuItems(tools) {
    defineButtons(tools, this.options.words)
  },

  onCreate() {
    const { editor, options } = this
    const { dom } = editor.view
    const textarea = dom.closest(".prose-editor").querySelector("textarea")
    const label = document.querySelector(`label[for="${textarea.id}"]`)
    label?.addEventListener("click", () => editor.commands.focus())
    letArrowsMove(editor.storage.menu.dom, options.words)
    if (textarea.form) saveByKey(textarea.form)
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          attributes: { role: "textbox", "aria-multiline": "true", "aria-label": this.options.words.body },
        },
      }),
    ]
  },
})
