/* What a section is about, where its heading's words do not say it: chosen by the editor, kept on the heading. */

import { Extension, Plugin, pm } from "django-prose-editor/editor"

import { button, el, field, openDialog } from "articles/admin.dialog"

const { Decoration, DecorationSet } = pm.view

/** Return a promise of the kind chosen, "" for what the words say; null when nothing was. */
function kindDialog({ words, kinds }, present) {
  return openDialog(words.sectionKind, (close) => {
    const choices = [["", words.sectionAutomatic], ...kinds, ["none", words.sectionNone]]
    const select = el("select", { autofocus: true }, ...choices.map(([value, label]) => el("option", { value }, label)))
    select.value = present || ""
    return {
      content: [field(words.sectionAbout, select, words.sectionHelp)],
      buttons: [el("button", { type: "submit", class: "articles-main-button" }, words.apply), button(words.cancel, () => close())],
      submit: () => close(select.value),
    }
  })
}

export const SectionKind = Extension.create({
  name: "sectionKind",

  addOptions() {
    return { kinds: [], words: {} }
  },

  addGlobalAttributes() {
    const known = new Set([...this.options.kinds.map(([value]) => value), "none"])
    const kind = {
      default: null,
      keepOnSplit: false,
      parseHTML: (node) => (known.has(node.dataset.kind) ? node.dataset.kind : null),
      renderHTML: ({ kind }) => (kind ? { "data-kind": kind } : {}),
    }
    return [{ types: ["heading"], attributes: { kind } }]
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "sectionKind",
      groups: "headings",
      button: buttons.material("label", this.options.words.sectionKind),
      active: (editor) => !!editor.getAttributes("heading").kind,
      hidden: (editor) => !editor.isActive("heading"),
      command: (editor) => editor.commands.chooseSectionKind(),
    })
  },

  addCommands() {
    return {
      chooseSectionKind: () => ({ editor }) => {
        if (!editor.isActive("heading")) return false
        kindDialog(this.options, editor.getAttributes("heading").kind).then((answer) => {
          const chain = editor.chain().focus()
          if (answer === null) chain.run()
          else chain.updateAttributes("heading", { kind: answer || null }).run()
        })
        return true
      },
    }
  },

  addProseMirrorPlugins() {
    const { kinds, words } = this.options
    const names = new Map([...kinds, ["none", words.sectionNone]])
    const decorations = ({ doc }) => {
      const found = []
      doc.descendants((node, position) => {
        const name = node.type.name === "heading" && names.get(node.attrs.kind)
        if (name) found.push(Decoration.node(position, position + node.nodeSize, { "data-kind-name": name }))
        return !node.isTextblock
      })
      return DecorationSet.create(doc, found)
    }
    return [new Plugin({ props: { decorations } })]
  },
})
