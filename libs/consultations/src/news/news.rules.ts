/** What somebody can follow. */
export const FOLLOWED = ['consultation', 'theme', 'municipality', 'proposal'] as const
export type Followed = (typeof FOLLOWED)[number]

export interface NewsKind {
  /** Who follows one of these hears of it. A vote concerns the proposals among its options. */
  concerns: readonly Followed[]
  /** Key of its sentence in libs/texts, `news.json`: may use {title}, {phase}, {date}, {proposal}, {number}. */
  sentence: string
  /** There may be hundreds: those of a day are told as one line, by this key, with {count}. */
  together?: string
  /** It is told though its proposal stands no longer; without the title. */
  afterwards?: true
}

const everywhere = ['consultation', 'theme', 'municipality'] as const

/**
 * Every event that is news: its kind in the outbox, whom it concerns, what is said. A new kind is one line here and its
 * sentence in each language; whatever its payload names by `consultationId`, `phaseId`, `voteId`, `proposalId` is found.
 */
export const NEWS: Readonly<Record<string, NewsKind>> = {
  'consultation.announced': { concerns: everywhere, sentence: 'news_announced' },
  'consultation.suspended': { concerns: everywhere, sentence: 'news_suspended' },
  'consultation.resumed': { concerns: everywhere, sentence: 'news_resumed' },
  'phase.opened': { concerns: [...everywhere, 'proposal'], sentence: 'news_opened' },
  'phase.extended': { concerns: everywhere, sentence: 'news_extended' },
  'phase.closed': { concerns: everywhere, sentence: 'news_closed' },
  'questionnaire.published': { concerns: everywhere, sentence: 'news_questionnaire' },
  'debate.published': { concerns: everywhere, sentence: 'news_debate' },
  'debate.concluded': { concerns: everywhere, sentence: 'news_debate_concluded' },
  'meeting.published': { concerns: everywhere, sentence: 'news_meeting' },
  'results.published': { concerns: [...everywhere, 'proposal'], sentence: 'news_results' },
  'proposal.submitted': { concerns: ['consultation'], sentence: 'news_proposal', together: 'news_proposals' },
  'proposal.answered': { concerns: ['consultation', 'proposal'], sentence: 'news_answer', together: 'news_answers' },
  'proposal.followed-up': { concerns: ['consultation', 'proposal'], sentence: 'news_step', together: 'news_steps' },
  'proposal.amended': { concerns: ['proposal'], sentence: 'news_amended' },
  'proposal.merged': { concerns: ['proposal'], sentence: 'news_merged', afterwards: true },
  'proposal.split': { concerns: ['proposal'], sentence: 'news_split', afterwards: true },
  'proposal.reshaping-undone': { concerns: ['proposal'], sentence: 'news_reshaping_undone', afterwards: true },
  'proposal.withdrawn': { concerns: ['proposal'], sentence: 'news_withdrawn', afterwards: true },
}

const kindsWhere = (holds: (kind: NewsKind) => boolean): string[] => Object.keys(NEWS).filter((name) => holds(NEWS[name] as NewsKind))

export const NEWS_KINDS = Object.keys(NEWS)
export const TOGETHER = kindsWhere(({ together }) => together !== undefined)
export const AFTERWARDS = kindsWhere(({ afterwards }) => afterwards === true)
/** Kinds that concern who follows a thing of this sort. */
export const kindsConcerning = (followed: Followed): string[] => kindsWhere(({ concerns }) => concerns.includes(followed))

/** The sentence of an item that stands for so many events. */
export function sentenceOf(kind: string, count: number): string {
  const known = NEWS[kind]
  if (!known) return 'news_other'
  return count > 1 && known.together ? known.together : known.sentence
}
