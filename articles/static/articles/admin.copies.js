/* What this browser keeps of a form until the server has saved it. */

const START = "articles.unsaved."
const DAYS = 60
const nameOf = (user, article, key) => `${START}${user}.${article}.${key}`

/** Keep the form's text, JSON of names and values; `isKept` once the server has the same. Return whether it worked. */
export function keep({ user, article, key }, text, isKept = false, at = Date.now()) {
  try {
    localStorage.setItem(nameOf(user, article, key), JSON.stringify({ at, isKept, text }))
    return true
  } catch {
    return false
  }
}

export function drop({ user, article }, key) {
  try {
    localStorage.removeItem(nameOf(user, article, key))
  } catch {
    /* A browser that keeps nothing has nothing to drop. */
  }
}

/** Return the copies of the article, or of articles never saved: [{ key, at, isKept, text }]. */
export function all({ user, article }) {
  const found = []
  try {
    const start = nameOf(user, article, "")
    for (const name of Object.keys(localStorage).filter((each) => each.startsWith(start))) {
      const copy = JSON.parse(localStorage.getItem(name))
      if (Date.now() - copy.at > DAYS * 86400000) localStorage.removeItem(name)
      else found.push({ key: name.slice(start.length), ...copy })
    }
  } catch {
    /* Nothing is kept here, or by another hand. */
  }
  return found
}

/** Hold the form's key while it is open, so that another tab does not offer its text. */
export function hold(key) {
  navigator.locks?.request(START + key, () => new Promise(() => {}))
}

/** Return a test of whether a form is open in another tab of this browser. */
export async function openElsewhere() {
  const held = navigator.locks ? (await navigator.locks.query()).held.map(({ name }) => name) : []
  return (key) => held.includes(START + key)
}
