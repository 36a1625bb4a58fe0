const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether an option holds every word that is looked for, whatever their accents. */
export function holdsWords({ title, description }: { title: string, description: string }, q: string): boolean {
  const text = fold(`${title} ${description}`)
  return fold(q).split(/\s+/).every(word => text.includes(word))
}
