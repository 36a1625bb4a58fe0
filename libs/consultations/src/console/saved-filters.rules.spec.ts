import { filterRefusals } from './saved-filters.rules'

it.each([
  ['moderation', { state: 'appeals', kind: 'comment', cause: 'words' }, []],
  ['moderation', {}, []],
  ['moderation', { state: 'gone' }, ['filter.state']],
  ['moderation', { page: '2' }, ['filter.page']],
  ['proposals', { q: 'vélo « rue »', sort: 'recent' }, []],
  ['proposals', { q: 'x'.repeat(201) }, ['filter.q']],
  ['proposals', { q: 'a\nb' }, ['filter.q']],
  ['proposals', { q: '' }, ['filter.q']],
  ['journal', { consultation: '0b9b7bd2-0d0e-4a8c-9df1-6a7f6b0f7a11', action: 'moderation', actor: 'agent@parvis.example', from: '2026-01-01', to: '2026-12-31' }, []],
  ['journal', { from: '1 janvier', actor: 3 }, ['filter.from', 'filter.actor']],
  ['journal', { constructor: 'x', ['__proto__x']: 'y' }, ['filter.constructor', 'filter.__proto__x']],
] as const)('a filter of %s: %j', (list, filter, wrong) => {
  expect(filterRefusals(list, filter).map(({ at }) => at)).toEqual(wrong)
})
