// The weight of a first view, on a line of 400 kbit/s and a processor four times slower.
import { gzipSync } from 'node:zlib'

export const limits = { scriptBytes: 10 * 1024, bytes: 200 * 1024, requests: 25, lcp: 2500 }
const line = { offline: false, latency: 150, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 }

/** @returns {Promise<{ requests: number, bytes: number, scriptBytes: number, lcp: number, foreign: string[] }>} bytes as transferred, lcp in milliseconds */
export async function weigh(browser, origin, address, storageState) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, storageState, locale: 'fr-FR', timezoneId: 'Europe/Paris' })
  try {
    const page = await context.newPage()
    await page.addInitScript(() => {
      globalThis.lcp = 0
      new globalThis.PerformanceObserver((list) => { for (const { startTime } of list.getEntries()) globalThis.lcp = startTime }).observe({ type: 'largest-contentful-paint', buffered: true })
    })
    const wire = await context.newCDPSession(page)
    await wire.send('Network.enable')
    await wire.send('Network.setCacheDisabled', { cacheDisabled: true })
    await wire.send('Network.emulateNetworkConditions', line)
    await wire.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    const seen = { requests: 0, bytes: 0, scriptBytes: 0, foreign: [] }
    wire.on('Network.requestWillBeSent', ({ request }) => {
      if (request.url.startsWith('data:')) return
      seen.requests += 1
      if (!request.url.startsWith(origin)) seen.foreign.push(request.url)
    })
    wire.on('Network.loadingFinished', ({ encodedDataLength }) => { seen.bytes += encodedDataLength })
    const scripts = []
    page.on('response', (response) => { if (response.request().resourceType() === 'script') scripts.push(response.body().then((body) => { seen.scriptBytes += gzipSync(body).length }).catch(() => {})) })
    await page.goto(origin + address, { waitUntil: 'networkidle', timeout: 60_000 })
    await Promise.all(scripts)
    const lcp = await page.evaluate(() => new Promise((done) => setTimeout(() => done(globalThis.lcp), 300)))
    return { ...seen, lcp: Math.round(lcp) }
  } finally {
    await context.close()
  }
}

/** @returns {string[]} what is over the limits */
export function budgetFaults({ requests, bytes, scriptBytes, lcp, foreign }) {
  return [
    ...(scriptBytes > limits.scriptBytes ? [`${scriptBytes} bytes of script, ${limits.scriptBytes} at most`] : []),
    ...(bytes > limits.bytes ? [`${bytes} bytes, ${limits.bytes} at most`] : []),
    ...(requests > limits.requests ? [`${requests} requests, ${limits.requests} at most`] : []),
    ...(lcp > limits.lcp ? [`largest paint after ${lcp} ms, ${limits.lcp} at most`] : []),
    ...(lcp === 0 ? ['no largest paint was seen'] : []),
    ...foreign.map((url) => `third party: ${url}`),
  ]
}
