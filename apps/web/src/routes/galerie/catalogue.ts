import type { Example } from '$lib/components/example'

const found = import.meta.glob<{ default: Example[] }>('../../lib/components/*/examples.ts', { eager: true })

/** Every component folder with its examples, in alphabetical order. */
export const catalogue = Object.entries(found)
  .map(([path, { default: examples }]) => ({ component: path.split('/').at(-2) ?? '', examples }))
  .sort((a, b) => a.component.localeCompare(b.component))

export const componentOf = (name: string | undefined) => catalogue.find(({ component }) => component === name)
export const exampleOf = (component: string | undefined, name: string | undefined) => componentOf(component)?.examples.find(example => example.name === name)
