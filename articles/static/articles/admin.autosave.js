/* Nothing typed is lost: the form is kept in this browser at once and on the server every few seconds, until it is saved. */

import { ask, token } from "articles/admin.ask"
import * as copies from "articles/admin.copies"
import { el } from "articles/admin.dialog"
import { clock, offer, sendTo, withoutKey } from "articles/admin.unsaved"

const SOON = 5000
const IDLE = 25000
const SMALL = 60000 // what a browser still sends for a page that closes

const data = document.getElementById("unsaved-config")
if (data) care(JSON.parse(data.textContent))

/* Names and values as the form would post them; a tag that is still being typed counts. */
function gather(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken")
  const line = form.querySelector("input.articles-tags-line")
  const typed = line && document.getElementById(`${line.id}_new`)?.value.trim()
  const tags = typed && pairs.find(([name]) => name === line.name)
  if (tags) tags[1] = [tags[1], typed].filter(Boolean).join(", ")
  return JSON.stringify(pairs)
}

function care(config) {
  const { key, words } = config
  const place = document.getElementById("articles-unsaved")
  const form = place.closest("form")
  const status = el("p", { class: "articles-kept" })
  const trouble = el("div", { role: "alert" })
  const others = el("p", { class: "articles-here", role: "status" })
  const moved = el("p", { class: "articles-moved", role: "status" })
  const row = form.querySelector(".submit-row")
  row.prepend(moved, status)
  row.before(trouble)
  place.prepend(others)

  let saved = config.isUnsaved ? null : gather(form) // what the form held when it was opened
  let now = saved // what it holds
  let onServer = null // what the server has of it
  let isHere = true // whether this browser has it
  let isTouched = config.isUnsaved
  let isSending = false
  let isSent = false
  let isChecked = false
  let isRefused = false // by the server: it is asked less often
  let isGone = false
  const isTold = Boolean(document.querySelector(".articles-collision")) // who saved meanwhile
  let asked = 0
  let turn = Promise.resolve()
  const isDirty = () => now !== saved

  const look = () => {
    const held = gather(form)
    if (!isTouched) saved = now = held // scripts tidy a form while it is opened
    if (held === now) return
    now = held
    if (isDirty()) isHere = copies.keep(config, now, now === onServer)
    else forget()
  }
  const forget = () => {
    copies.drop(config, key)
    status.textContent = ""
    if (onServer !== null) send({ method: "DELETE", address: `${config.address}?key=${key}` }).catch(() => {})
    onServer = null
  }

  /* Ask once more with today's token when the server refuses the one at hand. */
  const send = async ({ address = config.address, body = null, ...more }) => {
    try {
      return await ask(address, words, body, more)
    } catch (error) {
      if (!error.isTokenRefused) throw error
      const answer = await ask(config.address, words)
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = answer.token
      return ask(address, words, body, { ...more, token: answer.token })
    }
  }

  const complain = (message, ...more) => {
    trouble.replaceChildren(el("p", { class: "errornote articles-not-sent" }, message, ...more))
  }
  const logIn = () => el("a", {
    href: `${config.login}?next=${encodeURIComponent(`${window.location.pathname}?unsaved=${key}`)}`,
    onclick: () => { isSent = true },
  }, words.logInAgain)

  const tell = (answer, text) => {
    trouble.replaceChildren()
    isRefused = Boolean(answer.elsewhere)
    if (answer.kept) {
      onServer = text
      if (now === text) copies.keep(config, text, true)
      status.textContent = words.keptAt.replace("%s", clock(answer.kept))
    }
    if (answer.elsewhere) {
      status.textContent = `${isHere ? words.keptHere : words.keptNowhere} ${words.unsavedElsewhere}`
      offering.then(({ add }) => add({ ...answer.elsewhere, isOnServer: true }))
    }
    if (answer.here !== undefined && others.textContent !== answer.here) others.textContent = answer.here
    if (answer.moved !== undefined && moved.textContent !== answer.moved && !isTold) moved.textContent = answer.moved
  }
  const explain = (error) => {
    isRefused = Boolean(error.status) && !error.isLoggedOut
    const why = error.isLoggedOut ? "" : error.message
    status.textContent = isDirty() ? `${isHere ? words.keptHere : words.keptNowhere} ${why}` : ""
    if (error.isLoggedOut) complain(words.loggedOut, " ", logIn())
    if (error.status === 404) {
      isGone = true
      const fresh = { ...config, article: "new" }
      if (isDirty() && copies.keep(fresh, now)) copies.drop(config, key)
      complain(error.message, " ", el("button", {
        type: "button", class: "button", onclick: () => leaveFor(config.addForm, JSON.parse(now)),
      }, words.putIntoNew))
    }
  }
  const leaveFor = (address, pairs) => {
    look()
    isSent = true
    sendTo(address, pairs)
  }

  /* One request at a time; it brings what has changed, and asks who else is here. */
  const ping = () => {
    turn = turn.catch(() => {}).then(async () => {
      look()
      asked = Date.now()
      const text = now
      const body = { key, seen: Number(form.elements.seen_version?.value) || 0 }
      if (isDirty() && text !== onServer) body.data = JSON.parse(text)
      try {
        tell(await send({ body: JSON.stringify(body) }), text)
      } catch (error) {
        explain(error)
        throw error
      }
    })
    return turn
  }

  for (const link of place.parentElement.querySelectorAll(".articles-collision a")) link.addEventListener("click", () => { isSent = true })
  const offering = offer(place, config, {
    isSame: (text) => withoutKey(text) === withoutKey(now || gather(form)),
    takeUp: (pairs) => leaveFor(window.location.pathname, pairs),
    send,
    onceDone: () => { isRefused = false },
  })
  copies.hold(key)
  if (config.isUnsaved) look()

  for (const type of ["beforeinput", "drop", "focusin", "keydown", "paste", "pointerdown"]) {
    document.addEventListener(type, (event) => {
      if (isTouched || !event.isTrusted) return
      look()
      isTouched = true
    }, { capture: true })
  }
  let typing
  form.addEventListener("input", () => {
    clearTimeout(typing)
    typing = setTimeout(look, 300)
  })
  setInterval(() => {
    look()
    if (isGone) return
    const isWaiting = isDirty() && now !== onServer && !isRefused
    if (Date.now() - asked > (isWaiting ? SOON : IDLE)) ping().catch(() => {})
  }, 1000)
  document.addEventListener("visibilitychange", () => {
    look()
    if (document.hidden && isDirty() && now !== onServer && !isSent && !isGone) ping().catch(() => {})
  })
  window.addEventListener("pagehide", () => {
    look()
    if (isSent || isGone) return
    const body = { key, seen: Number(form.elements.seen_version?.value) || 0, leaving: true }
    if (isDirty() && now !== onServer && now.length < SMALL) body.data = JSON.parse(now)
    ask(config.address, words, JSON.stringify(body), { keepalive: true }).catch(() => {})
  })
  window.addEventListener("beforeunload", (event) => {
    look()
    if (isDirty() && !isSent) event.preventDefault()
  })
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return
    look()
    if (isChecked) {
      isSent = true
      return
    }
    event.preventDefault()
    if (isSending) return
    isSending = true
    try {
      await ping()
    } catch (error) {
      if (error.status !== 400 && error.status !== 413) {
        if (!trouble.textContent) complain(error.message)
        trouble.scrollIntoView({ block: "center" })
        return
      }
    } finally {
      isSending = false
    }
    const field = form.querySelector("[name=csrfmiddlewaretoken]")
    if (field) field.value = token() || field.value
    isChecked = isSent = true
    form.requestSubmit(event.submitter)
    setTimeout(() => { isChecked = isSent = false }, 1000)
  })
  ping().catch(() => {})
}
