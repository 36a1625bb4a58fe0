import { pageTexts } from './pages'

const pages = pageTexts()

it('every page is there in each language, in its words', () => {
  for (const { path, title, body } of pages.filter(({ locale }) => locale === 'fr')) {
    for (const locale of ['en', 'nl'] as const) {
      const other = pages.find((page) => page.path === path && page.locale === locale)
      expect({ path, locale, translated: other?.body !== body, titled: (other?.title ?? '') !== '' }).toEqual({ path, locale, translated: true, titled: true })
    }
    expect(title).not.toBe('')
  }
})

it('no sentence holds what it leaves open', () => {
  for (const { path, body } of pages) expect(`${path}: ${body}`).not.toMatch(/undefined|NaN|\[object|\{\w+\}/)
})

it('no page is there twice', () => {
  expect(new Set(pages.map(({ path, locale }) => `${locale} ${path}`)).size).toBe(pages.length)
})
