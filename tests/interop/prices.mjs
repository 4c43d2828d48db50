// usage: node prices.mjs REQUEST.json
// Somebody else's prices: {"model", "provider", "usages": […]} to {"prices", "costs": […]} in USD.
import { readFileSync } from "node:fs";
import { calcPrice } from "@pydantic/genai-prices";

const { model, provider, usages } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const price = (usage) => calcPrice(usage, model, { providerId: provider });
const { model_price } = price({ input_tokens: 1, output_tokens: 1 });
console.log(JSON.stringify({ prices: model_price, costs: usages.map((one) => price(one).total_price) }));
