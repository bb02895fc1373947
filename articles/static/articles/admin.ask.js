/* Asks the server of an editor's dialog; what goes wrong comes back as a sentence. */

const cookie = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1]

/** The request token of today: the cookie's, which a new login changes, or the form's. */
export const token = () => cookie() || document.querySelector("[name=csrfmiddlewaretoken]")?.value || ""

/** Return the JSON at the address; throw an Error whose message an editor can read. */
export async function ask(address, words, body = null) {
  let answer
  try {
    answer = await fetch(address, {
      method: body ? "POST" : "GET",
      body,
      credentials: "same-origin",
      headers: { Accept: "application/json", ...(body && { "X-CSRFToken": token() }) },
    })
  } catch {
    throw new Error(words.unreachable)
  }
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json")
  if (!isJson) throw new Error(answer.redirected || answer.status === 403 ? words.sessionOver : words.unreachable)
  const data = await answer.json()
  if (!answer.ok) throw new Error(data.error || words.unreachable)
  return data
}

/** Return the address with these parameters. */
export function withQuery(address, parameters) {
  const url = new URL(address, window.location.href)
  for (const [name, value] of Object.entries(parameters)) if (value != null) url.searchParams.set(name, value)
  return url.href
}
