/* Tables with a title and with headings that screen readers can name. */

import { Extension, Plugin, Table, TableCell, TableHeader } from "django-prose-editor/editor"

import { button, el, field, openDialog } from "articles/admin.dialog"

function tableDialog(words, caption, isNew) {
  return openDialog(isNew ? words.insertTable : words.tableEdit, (close) => {
    const number = (value) => el("input", { type: "number", min: 1, max: 50, value })
    const rows = number(3)
    const columns = number(3)
    const title = el("input", { type: "text", value: caption, autofocus: !isNew })
    const hasRow = el("input", { type: "checkbox", checked: true })
    const sizes = [field(words.rows, rows), field(words.columns, columns), field(words.headerRow, hasRow)]
    const within = (input) => Math.min(50, Math.max(1, Number.parseInt(input.value, 10) || 1))
    return {
      content: [field(words.tableCaption, title, words.tableCaptionHelp), ...(isNew ? sizes : [])],
      buttons: [el("button", { type: "submit", class: "articles-main-button" }, words.apply), button(words.cancel, () => close())],
      submit: () => close({ caption: title.value.trim(), rows: within(rows), cols: within(columns), withHeaderRow: hasRow.checked }),
    }
  })
}

/** Give each heading cell of the document the direction it heads; return whether one changed. */
function giveScopes(doc, tr) {
  let isChanged = false
  doc.descendants((table, position) => {
    if (table.type.name !== "table") return !table.isTextblock
    table.forEach((row, rowOffset, rowIndex) => {
      row.forEach((cell, cellOffset, cellIndex) => {
        if (cell.type.name !== "tableHeader" || /group$/.test(cell.attrs.scope || "")) return
        const scope = rowIndex === 0 ? "col" : cellIndex === 0 ? "row" : cell.attrs.scope || "col"
        if (scope === cell.attrs.scope) return
        tr.setNodeMarkup(position + rowOffset + cellOffset + 2, null, { ...cell.attrs, scope })
        isChanged = true
      })
    })
    return false
  })
  return isChanged
}

/* Only what says something is written: no colspan="1". */
const spans = (parent) => ({
  ...parent,
  colspan: { ...parent.colspan, default: 1, renderHTML: ({ colspan }) => (colspan > 1 ? { colspan } : {}) },
  rowspan: { ...parent.rowspan, default: 1, renderHTML: ({ rowspan }) => (rowspan > 1 ? { rowspan } : {}) },
})

export const ArticleTableCell = TableCell.extend({
  addAttributes() {
    return spans(this.parent())
  },
})

export const ArticleTableHeader = TableHeader.extend({
  addAttributes() {
    return { ...spans(this.parent()), scope: { default: null } }
  },
  parseHTML() {
    return [{ tag: "th" }, { tag: "thead td", priority: 60 }]
  },
})

export const ArticleTable = Table.extend({
  addOptions() {
    return { ...this.parent?.(), words: {}, resizable: false }
  },

  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (node) => node.querySelector("caption")?.textContent.trim().replace(/\s+/g, " ") || "",
        renderHTML: () => ({}),
      },
    }
  },

  parseHTML() {
    return [{ tag: "table" }, { tag: "caption", ignore: true }]
  },

  renderHTML({ node }) {
    const { caption } = node.attrs
    return ["table", ...(caption ? [["caption", {}, caption]] : []), ["tbody", 0]]
  },

  addNodeView() {
    const create = this.parent()
    return (properties) => {
      const view = create(properties)
      const caption = el("caption", { contenteditable: "false" })
      const draw = (node) => {
        caption.textContent = node.attrs.caption
        if (node.attrs.caption) view.table.prepend(caption)
        else caption.remove()
      }
      const update = view.update
      view.update = (node) => {
        if (!update(node)) return false
        draw(node)
        return true
      }
      const ignore = view.ignoreMutation?.bind(view)
      view.ignoreMutation = (mutation) => caption.contains(mutation.target) || !!ignore?.(mutation)
      draw(properties.node)
      return view
    }
  },

  addMenuItems({ menu, buttons }) {
    const { words } = this.options
    const inTable = (editor) => !editor.isActive("table")
    const item = (name, icon, label, command, more = {}) =>
      menu.defineItem({ name, groups: "table", button: buttons.material(icon, label), command, ...more })
    const run = (name) => (editor) => editor.chain().focus()[name]().run()
    item("table", "grid_on", words.insertTable, (editor) => editor.commands.editTable(),
      { active: (editor) => editor.isActive("table") })
    item("table:row", "table_rows", words.addRow, run("addRowAfter"), { hidden: inTable })
    item("table:column", "view_column", words.addColumn, run("addColumnAfter"), { hidden: inTable })
    item("table:headerRow", "border_top", words.headerRow, run("toggleHeaderRow"), { hidden: inTable })
    item("table:headerColumn", "border_left", words.headerColumn, run("toggleHeaderColumn"), { hidden: inTable })
    item("table:dropRow", "playlist_remove", words.deleteRow, run("deleteRow"), { hidden: inTable })
    item("table:dropColumn", "disabled_by_default", words.deleteColumn, run("deleteColumn"), { hidden: inTable })
    item("table:drop", "delete", words.deleteTable, run("deleteTable"), { hidden: inTable })
  },

  addCommands() {
    return {
      ...this.parent?.(),
      editTable: () => ({ editor }) => {
        const isNew = !editor.isActive("table")
        const { caption = "" } = isNew ? {} : editor.getAttributes("table")
        tableDialog(this.options.words, caption, isNew).then((answer) => {
          if (!answer) return editor.commands.focus()
          const chain = editor.chain().focus()
          if (isNew) chain.insertTable(answer)
          chain.updateAttributes("table", { caption: answer.caption }).run()
        })
        return true
      },
    }
  },
})

export const TableScopes = Extension.create({
  name: "tableScopes",
  addProseMirrorPlugins() {
    return [
      new Plugin({
        appendTransaction: (transactions, _before, state) => {
          if (!transactions.some((transaction) => transaction.docChanged)) return null
          const tr = state.tr
          return giveScopes(state.doc, tr) ? tr : null
        },
      }),
    ]
  },
})
