import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AFTERWARDS, kindsConcerning, NEWS, sentenceOf, TOGETHER } from './news.rules'

describe('what is news', () => {
  it.each([
    ['results.published', 'theme', true],
    ['results.published', 'proposal', true],
    ['proposal.submitted', 'consultation', true],
    ['proposal.submitted', 'municipality', false],
    ['proposal.withdrawn', 'proposal', true],
    ['proposal.withdrawn', 'consultation', false],
  ] as const)('%s for who follows a %s: %s', (kind, followed, expected) => {
    expect(kindsConcerning(followed).includes(kind)).toBe(expected)
  })

  it('tells many proposals as one line', () => {
    expect(sentenceOf('proposal.submitted', 1)).toBe('news_proposal')
    expect(sentenceOf('proposal.submitted', 12)).toBe('news_proposals')
    expect(sentenceOf('phase.opened', 2)).toBe('news_opened')
    expect([sentenceOf('proposal.answered', 1), sentenceOf('proposal.answered', 3), sentenceOf('proposal.followed-up', 2)]).toEqual(['news_answer', 'news_answers', 'news_steps'])
    expect([TOGETHER, AFTERWARDS]).toEqual([['proposal.submitted', 'proposal.answered', 'proposal.followed-up'], ['proposal.merged', 'proposal.split', 'proposal.reshaping-undone', 'proposal.withdrawn']])
  })

  it.each(['fr', 'en', 'nl'])('has a sentence for every kind in %s', (language) => {
    const sentences = JSON.parse(readFileSync(join(__dirname, '../../../texts/messages', language, 'news.json'), 'utf8')) as Record<string, unknown>
    expect(Object.values(NEWS).flatMap(({ sentence, together }) => [sentence, ...(together ? [together] : [])]).filter((key) => !(key in sentences))).toEqual([])
    expect(sentences).toHaveProperty('news_other')
  })
})
