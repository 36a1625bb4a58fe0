import { createRawSnippet, type Component, type Snippet } from 'svelte'

/** One state of a component: the gallery draws it, the tests walk over it. Each folder lists its own in `examples.ts`. */
export interface Example {
  /** End of its address: /galerie/{component}/{name}. */
  name: string
  title: () => string
  of: Component<Record<string, unknown>>
  /** Asked when it is drawn: words are those of the page's language. */
  props: () => Record<string, unknown>
  /** Draws landmarks of its own (header, footer): stands beside <main>, not in it. */
  landmark: boolean
}

/** An example whose props are checked against the component. */
export function example<Props extends Record<string, never> | object>(name: string, title: () => string, of: Component<Props>, props: () => Props, { landmark = false } = {}): Example {
  return { name, title, of: of as unknown as Example['of'], props: props as Example['props'], landmark }
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')

/** Words as a child of a component that wants a snippet. */
export const words = (text: string): Snippet => createRawSnippet(() => ({ render: () => `<span>${escaped(text)}</span>` }))

export const paragraph = (text: string): Snippet => createRawSnippet(() => ({ render: () => `<p>${escaped(text)}</p>` }))
