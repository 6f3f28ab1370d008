"""Who was not asked here though their time came, and is noted as asked elsewhere."""
