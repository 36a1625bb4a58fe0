import { m } from '@parvis/texts'
import { example } from '../example'
import ProgressMeter from './ProgressMeter.svelte'

export default [
  example('debut', m.gallery_is_beginning, ProgressMeter, () => ({ id: 'progress-begin', label: m.gallery_progress_label(), value: 0, max: 4532, sentence: m.gallery_progress_begin() })),
  example('milieu', m.gallery_is_middle, ProgressMeter, () => ({ id: 'progress-middle', label: m.gallery_progress_label(), value: 3200, max: 4532, sentence: m.gallery_progress_sentence() })),
  example('fin', m.gallery_is_end, ProgressMeter, () => ({ id: 'progress-end', label: m.gallery_progress_label(), value: 4532, max: 4532, sentence: m.gallery_progress_end() })),
]
