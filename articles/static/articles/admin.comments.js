/* Adds a comment without leaving the form, whose text may not be saved yet. */

import { ask } from "articles/admin.ask"
import { el } from "articles/admin.dialog"

const form = document.getElementById("comment-form")
if (form) {
  const words = JSON.parse(document.getElementById("comment-words").textContent)
  const field = document.getElementById("id_comment")
  const note = field.closest(".articles-comment-form").querySelector("[role=status]")
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    note.textContent = ""
    try {
      const made = await ask(form.action, words, new FormData(form))
      const list = document.querySelector(".articles-comments")
      list.append(el("li", {}, el("p", { class: "articles-note" }, made.byline), ...made.paragraphs.map((text) => el("p", {}, text))))
      field.value = ""
      note.textContent = words.commented
    } catch (error) {
      note.textContent = error.message
    }
  })
}
