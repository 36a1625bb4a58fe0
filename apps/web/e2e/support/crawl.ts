import type { Page } from 'playwright-core'

export interface Visit {
  path: string
  status: number
  lang: string
  canonical: string | null
  /** hreflang to address. */
  alternates: Record<string, string>
  /** Addresses on this site that links and forms lead to, without those that say another language themselves. */
  links: string[]
  /** Words somebody wrote that stand in the language of the page. */
  unmarked: string[]
}

/** Visits every page that links lead to from `start`, in order of discovery, `most` at most; of alike pages (numbers, slugs) a few. */
export async function crawl(page: Page, origin: string, start: string[], written: string[], { most, alike = 4 }: { most: number, alike?: number }): Promise<Visit[]> {
  const queue = [...start]
  const known = new Set(queue)
  const shapes = new Map<string, number>()
  const visits: Visit[] = []
  for (let path = queue.shift(); path !== undefined && visits.length < most; path = queue.shift()) {
    const answer = await page.goto(origin + path)
    if (!/html/.test(answer?.headers()['content-type'] ?? '')) continue
    const visit = { path, status: answer?.status() ?? 0, ...await page.evaluate(look, written) }
    visits.push(visit)
    for (const link of visit.links) {
      const next = link.replace(/#.*$/, '')
      const shape = next.replace(/\?.*$/, '').replace(/\/(consultations|charte|centres)\/[^/]+/, '/$1/*').replace(/\/\d+/, '/0')
      if (known.has(next) || /\/api\/|\.[a-z0-9]+$|\?\//.test(next) || (shapes.get(shape) ?? 0) >= alike) continue
      known.add(next)
      shapes.set(shape, (shapes.get(shape) ?? 0) + 1)
      queue.push(next)
    }
  }
  return visits
}

// What the crawl asks of the browser's own objects: the tests are compiled without the browser's library.
interface Element {
  lang: string
  closest(selector: string): Element | null
  getAttribute(name: string): string | null
}
interface Document {
  body: object
  documentElement: Element
  querySelector(selector: string): Element | null
  querySelectorAll(selector: string): Iterable<Element>
  createTreeWalker(root: object, show: number): { nextNode(): { textContent: string | null, parentElement: Element | null } | null }
}

// Runs in the page.
function look(written: string[]) {
  const { document, NodeFilter } = globalThis as unknown as { document: Document, NodeFilter: { SHOW_TEXT: number } }
  const own = (element: Element) => !element.closest('.languages') && !element.getAttribute('hreflang')
  const addresses = (selector: string, attribute: string) => [...document.querySelectorAll(selector)].filter(own).map(element => element.getAttribute(attribute) ?? '')
  const links = [...addresses('a[href]', 'href'), ...addresses('form[action]', 'action'), ...addresses('[formaction]', 'formaction')].filter(address => address.startsWith('/'))
  const pieces = new Set(written)
  const unmarked: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.textContent ?? '').replace(/\s+/g, ' ').trim()
    if (text.length < 8 || node.parentElement?.closest('[lang]')?.getAttribute('lang') === 'fr') continue
    if (pieces.has(text) || written.some(piece => text.includes(piece))) unmarked.push(text.slice(0, 120))
  }
  return {
    lang: document.documentElement.lang,
    canonical: document.querySelector('link[rel=canonical]')?.getAttribute('href') ?? null,
    alternates: Object.fromEntries([...document.querySelectorAll('link[rel=alternate][hreflang]')].map(link => [link.getAttribute('hreflang') ?? '', link.getAttribute('href') ?? ''])),
    links,
    unmarked,
  }
}
