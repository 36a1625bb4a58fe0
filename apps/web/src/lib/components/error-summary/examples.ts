import { m } from '@parvis/texts'
import { example } from '../example'
import ErrorSummary from './ErrorSummary.svelte'

const problem = (refusals: { at?: string, sentence: string }[], sentence = '') => ({ status: 422, code: 'example', detail: '', facts: {}, sentence, refusals: refusals.map(refusal => ({ code: 'example', ...refusal })) })

export default [
  example('une-reponse', m.gallery_is_one, ErrorSummary, () => ({ problem: problem([{ at: 'field-postcode', sentence: m.gallery_postcode_error() }]) })),
  example('plusieurs-reponses', m.gallery_is_several, ErrorSummary, () => ({ problem: problem([{ at: 'field-postcode', sentence: m.gallery_postcode_error() }, { at: 'date-wrong', sentence: m.gallery_date_error() }, { sentence: m.gallery_choice_error() }]) })),
  example('sans-champ', m.gallery_is_no_field, ErrorSummary, () => ({ problem: problem([], m.error_api_unreachable()), kept: false })),
]
