/* Pasted links: led past redirects, freed of tracking, and told apart from those that lead nowhere for a reader. */

const WEB = /^(https?:|mailto:|tel:)/i
const TRACKING = /^(utm_\w+|(fb|g|d)clid|[gw]braid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|_hs\w+|mkt_tok|vero_\w+|oly_\w+_id|_g[al]|srsltid|gad_\w+|wt_mc|ref_src|ref_url|sc_\w*cid|__tn__|__cft__.*)$/i
const REDIRECTS = [
  [/^(www\.)?google\.[a-z.]+$/, /^\/(url|imgres)$/, ["q", "url", "imgurl"]],
  [/^(l|lm|www)\.(facebook|instagram|messenger)\.com$/, /^\/(l\.php|flx\/warn\/)?$/, ["u"]],
  [/\.safelinks\.protection\.(outlook|office365)\.(com|us)$/, /./, ["url"]],
  [/^(www\.)?youtube\.com$/, /^\/redirect$/, ["q"]],
  [/^(www\.)?linkedin\.com$/, /^\/(redir\/redirect|safety\/go)\/?$/, ["url"]],
  [/^out\.reddit\.com$/, /./, ["url"]],
  [/^slack-redir\.net$/, /./, ["url"]],
  [/^duckduckgo\.com$/, /^\/l\/$/, ["uddg"]],
  [/^(statics\.)?teams\.(microsoft|cdn\.office)\.(com|net)$/, /safelinks/, ["url"]],
]

function parse(address) {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

/** Return where a redirecting address leads, or null. */
function target(url) {
  if (url.hostname === "urldefense.com") {
    const inner = /^\/v3\/__(.+?)__;/.exec(url.pathname + url.search)?.[1].replace(/^(https?:\/)(?!\/)/i, "$1/")
    return inner && !inner.includes("*") ? inner : null
  }
  for (const [host, path, names] of REDIRECTS) {
    if (!host.test(url.hostname) || !path.test(url.pathname)) continue
    const found = names.map((name) => url.searchParams.get(name)).find((value) => /^https?:\/\//i.test(value || ""))
    if (found) return found
  }
  return null
}

/** Return a web address without redirects and tracking parameters; what else it says stays as it was written. */
export function withoutTracking(address) {
  let url = parse(address)
  if (!url || !/^https?:$/.test(url.protocol)) return address
  for (let turn = 0; turn < 5; turn += 1) {
    const next = target(url)
    if (!next || !parse(next)) break
    address = next
    url = parse(next)
  }
  const [, before, query, fragment] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(address)
  if (!query) return address
  const kept = query.slice(1).split("&").filter((pair) => !TRACKING.test(pair.split("=", 1)[0]))
  return before + (kept.length ? `?${kept.join("&")}` : "") + (fragment || "")
}

/** Return the absolute address of what a pasted document names, as far as it says: `base` is the page it came from. */
export function absolute(address, base) {
  if (/^www\.[^\s/]+\.[a-z]{2,}/i.test(address)) return `https://${address}`
  if (address.startsWith("//")) return `https:${address}`
  if (!base || /^[a-z][a-z0-9+.-]*:/i.test(address) || address.startsWith("#")) return address
  return URL.canParse(address, base) ? new URL(address, base).href : address
}

/* Words that are no link any more are not underlined like one. */
function unwrap(link) {
  for (const node of link.querySelectorAll("[style]")) node.style.textDecoration = ""
  link.replaceWith(...link.childNodes)
}

const isBackReference = (address) => /(_(ftn|edn)ref\d+|sdfootnote\d+anc|sdendnote\d+anc)$/i.test(address)

/** Mend the links of a pasted document and count into `lost` those whose address nobody could open. */
export function mendLinks(doc, { base, isOwn, lost }) {
  for (const link of doc.querySelectorAll("a")) {
    if (isOwn && (link.dataset.article || link.dataset.lost)) continue
    const written = (link.getAttribute("href") || "").trim()
    const address = absolute(written, base)
    const isEmpty = !link.textContent.trim() && !link.querySelector("img")
    if (isEmpty || !written || /^(javascript|about):/i.test(address)) unwrap(link)
    else if (WEB.test(address)) link.setAttribute("href", withoutTracking(address))
    else if (isOwn && /^[/#]/.test(address)) continue
    else if (address.startsWith("#")) {
      if (!isBackReference(address)) lost.places += 1
      unwrap(link)
    } else {
      link.removeAttribute("href")
      link.dataset.lost = "true"
      lost.links += 1
    }
  }
}
