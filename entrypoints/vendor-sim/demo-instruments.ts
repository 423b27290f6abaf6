import type { SimulatedInstrument } from './simulated-market.ts';

/** Sector names of the Global Industry Classification Standard. */
type Sector =
  | 'Communication Services'
  | 'Consumer Discretionary'
  | 'Consumer Staples'
  | 'Energy'
  | 'Financials'
  | 'Health Care'
  | 'Industrials'
  | 'Information Technology'
  | 'Materials'
  | 'Real Estate'
  | 'Utilities';

/** Symbol, name, exchange (ISO 10383: Nasdaq or New York) and a plausible first price in whole units. */
type Row = readonly [symbol: string, name: string, exchange: 'XNAS' | 'XNYS', startPrice: number];

const bySector: Readonly<Record<Sector, readonly Row[]>> = {
  'Communication Services': [
    ['GOOGL', 'Alphabet', 'XNAS', 178],
    ['META', 'Meta Platforms', 'XNAS', 585],
    ['NFLX', 'Netflix', 'XNAS', 890],
    ['DIS', 'Walt Disney', 'XNYS', 111],
    ['CMCSA', 'Comcast', 'XNAS', 38],
    ['T', 'AT&T', 'XNYS', 23],
    ['VZ', 'Verizon Communications', 'XNYS', 40],
    ['TMUS', 'T-Mobile US', 'XNAS', 222],
    ['TTWO', 'Take-Two Interactive Software', 'XNAS', 184],
  ],
  'Consumer Discretionary': [
    ['AMZN', 'Amazon', 'XNAS', 219],
    ['TSLA', 'Tesla', 'XNAS', 400],
    ['HD', 'Home Depot', 'XNYS', 390],
    ['MCD', "McDonald's", 'XNYS', 290],
    ['NKE', 'Nike', 'XNYS', 76],
    ['LOW', "Lowe's", 'XNYS', 247],
    ['SBUX', 'Starbucks', 'XNAS', 92],
    ['BKNG', 'Booking Holdings', 'XNAS', 4960],
    ['TJX', 'TJX Companies', 'XNYS', 121],
    ['F', 'Ford Motor', 'XNYS', 10],
    ['GM', 'General Motors', 'XNYS', 53],
    ['MAR', 'Marriott International', 'XNAS', 279],
  ],
  'Consumer Staples': [
    ['WMT', 'Walmart', 'XNAS', 90],
    ['COST', 'Costco Wholesale', 'XNAS', 916],
    ['PG', 'Procter & Gamble', 'XNYS', 168],
    ['KO', 'Coca-Cola', 'XNYS', 62],
    ['PEP', 'PepsiCo', 'XNAS', 152],
    ['PM', 'Philip Morris International', 'XNYS', 120],
    ['MDLZ', 'Mondelez International', 'XNAS', 60],
    ['CL', 'Colgate-Palmolive', 'XNYS', 91],
    ['TGT', 'Target', 'XNYS', 135],
  ],
  Energy: [
    ['XOM', 'Exxon Mobil', 'XNYS', 108],
    ['CVX', 'Chevron', 'XNYS', 145],
    ['COP', 'ConocoPhillips', 'XNYS', 99],
    ['SLB', 'SLB', 'XNYS', 38],
    ['EOG', 'EOG Resources', 'XNYS', 123],
    ['OXY', 'Occidental Petroleum', 'XNYS', 49],
  ],
  Financials: [
    ['JPM', 'JPMorgan Chase', 'XNYS', 240],
    ['BAC', 'Bank of America', 'XNYS', 44],
    ['WFC', 'Wells Fargo', 'XNYS', 70],
    ['C', 'Citigroup', 'XNYS', 70],
    ['GS', 'Goldman Sachs', 'XNYS', 573],
    ['MS', 'Morgan Stanley', 'XNYS', 126],
    ['V', 'Visa', 'XNYS', 316],
    ['MA', 'Mastercard', 'XNYS', 527],
    ['AXP', 'American Express', 'XNYS', 297],
    ['BLK', 'BlackRock', 'XNYS', 1025],
    ['SCHW', 'Charles Schwab', 'XNYS', 74],
    ['SPGI', 'S&P Global', 'XNYS', 498],
  ],
  'Health Care': [
    ['LLY', 'Eli Lilly', 'XNYS', 772],
    ['UNH', 'UnitedHealth Group', 'XNYS', 506],
    ['JNJ', 'Johnson & Johnson', 'XNYS', 145],
    ['ABBV', 'AbbVie', 'XNYS', 178],
    ['MRK', 'Merck', 'XNYS', 99],
    ['PFE', 'Pfizer', 'XNYS', 27],
    ['TMO', 'Thermo Fisher Scientific', 'XNYS', 520],
    ['ABT', 'Abbott Laboratories', 'XNYS', 113],
    ['AMGN', 'Amgen', 'XNAS', 261],
    ['ISRG', 'Intuitive Surgical', 'XNAS', 522],
    ['GILD', 'Gilead Sciences', 'XNAS', 92],
  ],
  Industrials: [
    ['GE', 'GE Aerospace', 'XNYS', 167],
    ['CAT', 'Caterpillar', 'XNYS', 363],
    ['BA', 'Boeing', 'XNYS', 177],
    ['HON', 'Honeywell International', 'XNAS', 226],
    ['UPS', 'United Parcel Service', 'XNYS', 126],
    ['UNP', 'Union Pacific', 'XNYS', 228],
    ['RTX', 'RTX', 'XNYS', 116],
    ['LMT', 'Lockheed Martin', 'XNYS', 486],
    ['DE', 'Deere', 'XNYS', 424],
    ['FDX', 'FedEx', 'XNYS', 281],
    ['MMM', '3M', 'XNYS', 129],
  ],
  'Information Technology': [
    ['AAPL', 'Apple', 'XNAS', 190],
    ['MSFT', 'Microsoft', 'XNAS', 421],
    ['NVDA', 'NVIDIA', 'XNAS', 134],
    ['AVGO', 'Broadcom', 'XNAS', 232],
    ['ORCL', 'Oracle', 'XNYS', 167],
    ['CRM', 'Salesforce', 'XNYS', 334],
    ['CSCO', 'Cisco Systems', 'XNAS', 59],
    ['ADBE', 'Adobe', 'XNAS', 445],
    ['AMD', 'Advanced Micro Devices', 'XNAS', 121],
    ['INTC', 'Intel', 'XNAS', 20],
    ['IBM', 'IBM', 'XNYS', 220],
    ['QCOM', 'Qualcomm', 'XNAS', 154],
    ['TXN', 'Texas Instruments', 'XNAS', 188],
    ['INTU', 'Intuit', 'XNAS', 629],
    ['MU', 'Micron Technology', 'XNAS', 84],
    ['PLTR', 'Palantir Technologies', 'XNAS', 76],
  ],
  Materials: [
    ['LIN', 'Linde', 'XNAS', 419],
    ['SHW', 'Sherwin-Williams', 'XNYS', 340],
    ['NEM', 'Newmont', 'XNYS', 37],
    ['FCX', 'Freeport-McMoRan', 'XNYS', 38],
    ['APD', 'Air Products and Chemicals', 'XNYS', 290],
  ],
  'Real Estate': [
    ['PLD', 'Prologis', 'XNYS', 106],
    ['AMT', 'American Tower', 'XNYS', 183],
    ['EQIX', 'Equinix', 'XNAS', 943],
    ['SPG', 'Simon Property Group', 'XNYS', 172],
  ],
  Utilities: [
    ['NEE', 'NextEra Energy', 'XNYS', 72],
    ['SO', 'Southern Company', 'XNYS', 82],
    ['DUK', 'Duke Energy', 'XNYS', 108],
    ['AEP', 'American Electric Power', 'XNAS', 92],
    ['EXC', 'Exelon', 'XNAS', 38],
  ],
};

/** What the demo trades: a hundred large companies under their real names. The prices are made up near what they once were. */
export const demoInstruments: readonly SimulatedInstrument[] = Object.entries(bySector).flatMap(([sector, rows]) =>
  rows.map(([symbol, name, exchange, startPrice]) => ({
    symbol,
    name,
    exchange,
    sector,
    startCents: startPrice * 100,
  })),
);
