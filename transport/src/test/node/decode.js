// Decodes one record's value with a client that is not ours.
// node decode.js REGISTRY_URL VALUE_IN_BASE64; prints the decoded record as JSON.
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry')

const [host, value] = process.argv.slice(2)

new SchemaRegistry({ host }).decode(Buffer.from(value, 'base64')).then(
  record => console.log(JSON.stringify(record)),
  error => {
    console.error(error)
    process.exitCode = 1
  },
)
