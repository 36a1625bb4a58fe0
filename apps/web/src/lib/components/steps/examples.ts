import { m } from '@parvis/texts'
import { example } from '../example'
import Steps from './Steps.svelte'

const steps = () => [{ label: m.gallery_step_1(), href: '/galerie' }, { label: m.gallery_step_2(), href: '/galerie' }, { label: m.gallery_step_3() }]

export default [
  example('debut', m.gallery_is_beginning, Steps, () => ({ steps: steps(), current: 1 })),
  example('milieu', m.gallery_is_middle, Steps, () => ({ steps: steps(), current: 2 })),
  example('fin', m.gallery_is_end, Steps, () => ({ steps: steps(), current: 3 })),
  example('sans-coche', m.gallery_is_unchecked, Steps, () => ({ steps: steps(), current: 3, unchecked: true })),
]
