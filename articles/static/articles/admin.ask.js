/* Asks the server of an editor's dialog; what goes wrong comes back as a sentence. */

const cookie = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1]

/** The request token of today: the cookie's, which a new login changes, or the form's. */
export const token = () => cookie() || document.querySelector("[name=csrfmiddlewaretoken]")?.value || ""

/** Return the JSON at the address; throw an Error whose message an editor can read, and which says what went wrong. */
export async function ask(address, words, body = null, { method = body ? "POST" : "GET", ...more } = {}) {
  const { token: given = token(), ...options } = more
  let answer
  try {
    answer = await fetch(address, {
      method,
      body,
      credentials: "same-origin",
      headers: { Accept: "application/json", ...(method !== "GET" && { "X-CSRFToken": given }) },
      ...options,
    })
  } catch {
    throw new Error(words.unreachable)
  }
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json")
  if (!isJson) {
    const isTokenRefused = answer.status === 403
    const isLoggedOut = answer.redirected
    const message = isLoggedOut || isTokenRefused ? words.sessionOver : words.unreachable
    throw Object.assign(new Error(message), { isLoggedOut, isTokenRefused })
  }
  const data = await answer.json()
  if (!answer.ok) throw Object.assign(new Error(data.error || words.unreachable), { status: answer.status })
  return data
}

/** Return the address with these parameters. */
export function withQuery(address, parameters) {
  const url = new URL(address, window.location.href)
  for (const [name, value] of Object.entries(parameters)) if (value != null) url.searchParams.set(name, value)
  return url.href
}
