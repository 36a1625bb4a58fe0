// The one script of citizen pages, and none of it is needed: it counts choices and characters, shows print buttons,
// and sends a form once. Every word comes from the page.
const all = selector => document.querySelectorAll(selector)

for (const button of all('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

const boxesNamed = name => [...all('input[type="checkbox"]')].filter(box => box.name === name)
const eachTime = (boxes, act) => {
  for (const box of boxes) box.addEventListener('change', act)
  act()
}

for (const charge of all('[data-charge]')) {
  const sentences = JSON.parse(charge.dataset.sentences)
  const sentence = charge.querySelector('[data-charge-sentence]')
  const meter = charge.querySelector('[data-charge-meter]')
  const boxes = boxesNamed(charge.dataset.charge)
  sentence.hidden = meter.hidden = false
  eachTime(boxes, () => {
    const chosen = boxes.filter(box => box.checked).length
    sentence.textContent = sentences[Math.min(chosen, sentences.length - 1)]
    meter.value = chosen
  })
}

// What the choices cost, or what they leave: the words are on the page, this changes the figure.
for (const money of all('[data-money]')) {
  const boxes = boxesNamed(money.dataset.money)
  const euros = new Intl.NumberFormat(document.documentElement.lang, { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })
  const meter = money.querySelector('[data-money-meter]')
  eachTime(boxes, () => {
    const spent = boxes.filter(box => box.checked).reduce((sum, box) => sum + Number(box.dataset.cost ?? 0), 0)
    const left = 'max' in money.dataset ? Number(money.dataset.max) - spent : null
    money.dataset.face = left === null ? 'total' : left < 0 ? 'over' : 'left'
    for (const word of money.querySelectorAll('[data-when]')) word.hidden = word.dataset.when !== money.dataset.face
    money.querySelector('[data-money-figure]').textContent = euros.format(Math.abs(left ?? spent) / 100)
    if (meter) meter.value = spent
  })
}

// What is chosen, by its own titles, each a way back to its place in the list.
for (const tray of all('[data-chosen-of]')) {
  const boxes = boxesNamed(tray.dataset.chosenOf)
  const list = tray.querySelector('[data-chosen-list]')
  tray.hidden = false
  eachTime(boxes, () => {
    const chosen = boxes.filter(box => box.checked)
    tray.querySelector('[data-chosen-none]').hidden = chosen.length > 0
    list.replaceChildren(...chosen.map(box => {
      const link = Object.assign(document.createElement('a'), { href: `#${box.id}`, textContent: box.labels[0]?.textContent })
      const item = document.createElement('li')
      item.append(link)
      return item
    }))
  })
}

for (const part of all('[data-without-script]')) part.hidden = true

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
      const fresh = text && new window.DOMParser().parseFromString(text, 'text/html').getElementById(part.id)
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
