import type { IdentityEvidence } from '../ballots/precedence.rules'
import { duplicateStatus, type DuplicateStatus } from './duplicates.rules'

it.each<[string, boolean, boolean, IdentityEvidence[], DuplicateStatus]>([
  ['one civil status, a document seen at both doors', true, false, ['E2', 'E2'], 'certain'],
  ['one civil status, a document and a verified account', true, false, ['E2', 'E3'], 'certain'],
  ['one civil status, declared at one of the doors', true, false, ['E1', 'E2'], 'probable'],
  ['one civil status, declared twice', true, false, ['E1', 'E1'], 'probable'],
  ['one civil status on a conventional date, documents or not', true, true, ['E2', 'E2'], 'probable'],
  ['another key agrees, documents seen at both doors', false, false, ['E2', 'E2'], 'possible'],
  ['another key agrees on a conventional date', false, true, ['E1', 'E1'], 'possible'],
])('%s', (_situation, sameCivilStatus, conventionalDate, evidences, status) => expect(duplicateStatus({ sameCivilStatus, conventionalDate, evidences })).toBe(status))
