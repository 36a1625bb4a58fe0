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
  count()
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
