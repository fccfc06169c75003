"""Made-up billing data in the FOCUS format, and what every figure made from them has to be."""
