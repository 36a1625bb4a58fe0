import { m } from './compiled/messages'

const sentences: Readonly<Record<string, (() => string) | undefined>> = {
  'proposal-file.id-missing': m.proposal_file_id_missing, 'proposal-file.id-repeated': m.proposal_file_id_repeated, 'proposal-file.title-missing': m.proposal_file_title_missing,
  'proposal-file.supports': m.proposal_file_supports, 'proposal-file.title-cut': m.proposal_file_title_cut, 'proposal-file.text-cut': m.proposal_file_text_cut, 'import.text-frozen': m.import_text_frozen, 'import.point-outside': m.import_point_outside,
  'comment-file.id-missing': m.comment_file_id_missing, 'comment-file.id-repeated': m.comment_file_id_repeated, 'comment-file.subject-missing': m.comment_file_subject_missing,
  'comment-file.proposal-unknown': m.comment_file_proposal_unknown, 'comment-file.not-on-proposal': m.comment_file_not_on_proposal, 'comment-file.votes': m.comment_file_votes, 'comment-file.text-cut': m.comment_file_text_cut,
  'comment-file.withdrawn': m.comment_file_withdrawn, 'comment-file.parent-missing': m.comment_file_parent_missing, 'comment-file.parent-elsewhere': m.comment_file_parent_elsewhere,
  'comment-file.circle': m.comment_file_circle, 'comment-file.flattened': m.comment_file_flattened,
}

/** What is said of a row of an imported file. */
export const importProblem = (code: string): string => sentences[code]?.() ?? code
