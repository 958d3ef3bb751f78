printf '%s' 'བོད'; sleep 30
