/* Uploads of several pictures: one request each, one after the other; what fails stays and can be tried again. */

import { ask, token } from "articles/admin.ask"
import { button, el, field } from "articles/admin.dialog"

const place = document.getElementById("articles-uploads")
const said = (sentence, ...values) => values.reduce((text, value) => text.replace("%s", () => value), sentence)

/** Return a promise of the server's answer; `told(share)` hears how much has gone, 0 to 1. */
function send(address, file, words, told) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const fail = (sentence) => reject(new Error(sentence))
    request.upload.onprogress = (event) => event.lengthComputable && told(event.loaded / event.total)
    request.onerror = request.ontimeout = request.onabort = () => fail(words.uploadUnreachable)
    request.onload = () => {
      if (request.status === 413) return fail(words.uploadTooLarge)
      if (!(request.getResponseHeader("Content-Type") || "").startsWith("application/json")) {
        return fail(request.status === 200 || request.status === 403 ? words.uploadSessionOver : words.uploadUnreachable)
      }
      const answer = JSON.parse(request.responseText)
      if (request.status < 300) resolve(answer)
      else fail(answer.error || words.uploadUnreachable)
    }
    const data = new FormData()
    data.append("file", file)
    request.open("POST", address)
    request.setRequestHeader("Accept", "application/json")
    request.setRequestHeader("X-CSRFToken", token())
    request.send(data)
  })
}

/** Return the row of a picture that is in the library now. */
function uploadedRow(answer, words, row, announce) {
  const parts = []
  const link = (picture) => el("a", { href: picture.address, target: "_blank", rel: "noopener" }, picture.name,
    el("span", { class: "articles-unseen" }, ` ${words.newTab}`))
  parts.push(el("p", { class: "articles-upload-name" }, link(answer),
    el("span", { class: "articles-note" }, answer.note || words.uploaded)))
  for (const other of answer.alike) {
    parts.push(el("div", { class: "articles-alike" },
      el("img", { src: other.thumbnail, alt: "", width: 48, height: 48 }),
      el("p", {}, `${other.sentence} `, link(other))))
  }
  if (answer.alike.length && answer.takeBack) {
    parts.push(button(words.takeBack, async (event) => {
      event.target.disabled = true
      try {
        await ask(answer.takeBack, words, new FormData())
        row.classList.add("is-taken-back")
        row.replaceChildren(el("p", { tabindex: -1 }, said(words.takenOut, answer.name)))
        row.firstChild.focus()
      } catch (error) {
        event.target.disabled = false
        announce(error.message)
        event.target.after(el("p", { class: "articles-error" }, error.message))
      }
    }, { class: "button" }))
  }
  if (answer.describe) {
    const alt = el("textarea", { rows: 2, maxlength: 500, value: answer.alt, "data-saved": answer.alt })
    const altRow = field(said(words.altOf, answer.name), alt, words.altHelp)
    const state = el("span", { class: "articles-note" })
    altRow.append(state)
    alt.addEventListener("input", () => { state.textContent = words.notSaved })
    alt.addEventListener("change", async () => {
      const data = new FormData()
      const sent = alt.value
      data.append("alt", sent)
      state.textContent = words.saving
      altRow.querySelector(".articles-error").textContent = ""
      try {
        alt.dataset.saved = (await ask(answer.describe, words, data)).alt
        if (alt.value === sent) alt.value = alt.dataset.saved
        state.textContent = alt.value === alt.dataset.saved ? words.saved : words.notSaved
        announce(said(words.altSaved, answer.name))
      } catch (error) {
        state.textContent = words.notSaved
        altRow.querySelector(".articles-error").textContent = error.message
      }
    })
    parts.push(altRow)
  }
  return [el("img", { class: "articles-upload-picture", src: answer.thumbnail, alt: "", width: 120, height: 120 }), el("div", {}, ...parts)]
}

function desk(config) {
  const { words } = config
  const rows = el("ol", { class: "articles-upload-rows" })
  const status = el("p", { class: "articles-upload-status", role: "status" })
  const reload = el("a", { href: config.list, class: "button", hidden: true }, words.showInLibrary)
  const waiting = []
  let isSending = false
  const done = { uploaded: 0, failed: 0 }

  const tell = (extra = "") => {
    const left = waiting.length + isSending
    const sentences = [
      left ? said(words.uploadsLeft, left) : "",
      done.uploaded ? said(words.uploadsDone, done.uploaded) : "",
      done.failed ? said(words.uploadsFailed, done.failed) : "",
      extra,
    ]
    status.textContent = sentences.filter(Boolean).join(" ")
    reload.hidden = !done.uploaded
  }

  const next = async () => {
    if (isSending || !waiting.length) return
    isSending = true
    const { file, row } = waiting.shift()
    const progress = el("progress", { max: 100, "aria-label": said(words.uploadingFile, file.name) })
    const note = el("span", { class: "articles-note" }, words.uploading)
    row.className = "articles-upload is-sending"
    row.replaceChildren(el("div", {}, el("p", { class: "articles-upload-name" }, file.name, note), progress))
    tell()
    let outcome
    try {
      if (file.size > config.mostBytes) throw new Error(words.uploadTooLarge)
      const answer = await send(config.upload, file, words, (share) => {
        if (share < 1) {
          progress.value = Math.round(share * 100)
          note.textContent = `${progress.value} %`
        } else {
          progress.removeAttribute("value")
          note.textContent = words.uploadCutting
        }
      })
      row.className = "articles-upload is-done"
      row.replaceChildren(...uploadedRow(answer, words, row, (text) => { status.textContent = text }))
      done.uploaded += 1
      outcome = answer.alike.length ? `${answer.name}: ${answer.alike[0].sentence}` : ""
    } catch (error) {
      const again = button(words.tryAgain, () => {
        done.failed -= 1
        queue(file, row)
        place.querySelector("input[type=file]").focus()
      }, { class: "button", "aria-label": said(words.tryAgainWith, file.name) })
      row.className = "articles-upload is-failed"
      row.replaceChildren(el("div", {},
        el("p", { class: "articles-upload-name" }, file.name),
        el("p", { class: "articles-error" }, error.message), again))
      done.failed += 1
      outcome = `${file.name}: ${error.message}`
    }
    isSending = false
    tell(outcome)
    next()
  }

  const queue = (file, row = el("li")) => {
    row.className = "articles-upload"
    row.replaceChildren(el("div", {}, el("p", { class: "articles-upload-name" }, file.name, el("span", { class: "articles-note" }, words.uploadWaits))))
    if (!row.isConnected) rows.append(row)
    waiting.push({ file, row })
    next()
  }
  const take = (files) => {
    place.classList.add("has-uploads")
    for (const file of files) queue(file)
  }

  const input = el("input", { type: "file", accept: "image/*", multiple: true, onchange: () => {
    take([...input.files])
    input.value = ""
  } })
  const choose = field(words.choosePictures, input, config.isList ? words.dropAnywhere : words.dropHere)
  choose.classList.add("articles-drop")
  place.append(choose, status, rows, reload)

  // Files may be dropped anywhere on the page; a picture dragged out of the page itself is none.
  let depth = 0
  const hasFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files")
  const mark = (change) => {
    depth = change ? depth + change : 0
    document.body.classList.toggle("articles-dropping", depth > 0)
  }
  addEventListener("dragenter", (event) => hasFiles(event) && mark(1))
  addEventListener("dragleave", (event) => hasFiles(event) && mark(-1))
  addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault())
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    mark(0)
    take([...event.dataTransfer.files])
  })
  addEventListener("beforeunload", (event) => {
    const unsaved = [...place.querySelectorAll("textarea")].some((alt) => alt.value.trim() !== alt.dataset.saved)
    if (isSending || waiting.length || unsaved) event.preventDefault()
  })
}

if (place) {
  desk(JSON.parse(document.getElementById("articles-uploads-config").textContent))
  place.hidden = false
  document.getElementById("image_form")?.setAttribute("hidden", "")
}
