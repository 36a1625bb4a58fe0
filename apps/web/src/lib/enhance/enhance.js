// The one script of citizen pages, and none of it is needed: it counts choices and characters, shows print buttons,
// and sends a form once. Every word comes from the page.
const all = selector => document.querySelectorAll(selector)

for (const button of all('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

for (const charge of all('[data-charge]')) {
  const sentences = JSON.parse(charge.dataset.sentences)
  const sentence = charge.querySelector('[data-charge-sentence]')
  const meter = charge.querySelector('[data-charge-meter]')
  const boxes = [...all('input[type="checkbox"]')].filter(box => box.name === charge.dataset.charge)
  const count = () => {
    const chosen = boxes.filter(box => box.checked).length
    sentence.textContent = sentences[Math.min(chosen, sentences.length - 1)]
    meter.value = chosen
  }
  for (const box of boxes) box.addEventListener('change', count)
  charge.hidden = false
  count()
}

for (const line of all('[data-cost-of]')) {
  const boxes = [...all('input[type="checkbox"]')].filter(box => box.name === line.dataset.costOf)
  const euros = new Intl.NumberFormat(document.documentElement.lang, { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })
  const add = () => {
    const cents = boxes.filter(box => box.checked).reduce((sum, box) => sum + Number(box.dataset.cost ?? 0), 0)
    line.textContent = line.dataset.sentence.replace('#', euros.format(cents / 100))
  }
  for (const box of boxes) box.addEventListener('change', add)
  line.hidden = false
  add()
}

// The search of a long ballot, at once; what is chosen stays in sight. Sending the search gives the same list.
for (const list of all('[data-filter]')) {
  const field = document.getElementById(list.dataset.filter)
  const fold = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const items = [...list.children].map(item => ({ item, text: fold(item.textContent), box: item.querySelector('input') }))
  field.addEventListener('input', () => {
    const words = fold(field.value).split(/\s+/)
    for (const { item, text, box } of items) item.hidden = !box.checked && !words.every(word => text.includes(word))
  })
}

for (const counter of all('[data-counter]')) {
  const field = document.getElementById(counter.dataset.counter)
  const words = JSON.parse(counter.dataset.sentences)
  const count = () => {
    const left = Number(counter.dataset.max) - field.value.length
    counter.textContent = (left < 0 ? words.over : Math.abs(left) < 2 ? words.one : words.other).replace('#', String(Math.abs(left)))
  }
  field.addEventListener('input', count)
  count()
}

// A part that moves while the platform works: read again every few seconds, unless somebody is in it or the page is not
// looked at. When it stands still, the whole page is read once more.
for (const part of all('[data-refresh]')) {
  const seconds = Number(part.dataset.refresh)
  const dress = () => {
    for (const link of part.querySelectorAll('[data-refresh-link]')) link.hidden = true
    for (const note of part.querySelectorAll('[data-refresh-note]')) note.hidden = false
  }
  const again = async () => {
    if (!document.hidden && !part.contains(document.activeElement)) {
      const text = await fetch(location.href).then(answer => answer.ok ? answer.text() : '', () => '')
      const fresh = text && new DOMParser().parseFromString(text, 'text/html').getElementById(part.id)
      if (text && !fresh?.dataset.refresh) return location.reload()
      if (fresh) part.replaceChildren(...fresh.childNodes)
      dress()
    }
    setTimeout(again, seconds * 1000)
  }
  dress()
  setTimeout(again, seconds * 1000)
}

const summary = document.querySelector('[data-error-summary]')
if (summary) summary.focus()

// A double click is not two proposals. The server refuses the second one too; this spares the person that page.
for (const form of all('form[method="post" i]')) {
  form.addEventListener('submit', event => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
    setTimeout(() => delete form.dataset.sent, 4000)
  })
}
window.addEventListener('pageshow', () => {
  for (const form of all('form[data-sent]')) delete form.dataset.sent
})
