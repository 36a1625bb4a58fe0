import { followUpRefusals, outcomeOf, type FollowUpWay, type OutcomeFacts } from './follow-ups.rules'

const nothing: OutcomeFacts = { aboutProposal: false, answered: false, withdrawn: false, votePublished: false, questionnairePublished: false, nothingOwed: false, finished: false }

it.each<[string, Partial<OutcomeFacts>, string | null]>([
  ['nothing yet', {}, null],
  ['the result of a vote', { votePublished: true }, 'results'],
  ['the result of a questionnaire', { questionnairePublished: true }, 'questionnaire'],
  ['both', { votePublished: true, questionnairePublished: true }, 'results'],
  ['ended, results are owed', { finished: true }, null],
  ['ended, nothing is owed', { finished: true, nothingOwed: true }, 'over'],
  ['a proposal, before its answer', { aboutProposal: true, votePublished: true }, null],
  ['a proposal with its answer', { aboutProposal: true, answered: true }, 'answer'],
  ['a proposal that was withdrawn', { aboutProposal: true, withdrawn: true }, 'withdrawn'],
  ['a proposal answered, then withdrawn', { aboutProposal: true, answered: true, withdrawn: true }, 'answer'],
  ['a proposal that nobody answers any more', { aboutProposal: true, finished: true, nothingOwed: true }, 'over'],
])('%s', (_, over, outcome) => expect(outcomeOf({ ...nothing, ...over })).toBe(outcome))

it.each<[FollowUpWay, string, boolean, string[]]>([
  ['centre', '', false, []],
  ['sms', '06 12 34 56 78', true, []], ['sms', '03 20 12 34 56', true, ['mandate.phone']], ['sms', '06 12 34 56 78', false, ['follow-up.sms-off']],
  ['post', 'Mme Petit, 3 rue des Arts, 59000 Lille', false, []], ['post', 'Lille', true, ['claim.address']],
])('by %s to « %s », SMS %s: %j', (way, contact, sms, codes) => expect(followUpRefusals(way, contact, sms).map(({ code }) => code)).toEqual(codes))
